using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ScopeAuth.Console.Hosting;

/// <summary>Maps the script and the style. They hold nothing of anybody's, so a login page may use them.</summary>
internal static class ConsoleAssetEndpoints
{
    public static void MapConsoleAssets(this IEndpointRouteBuilder endpoints)
    {
        foreach (var asset in new[] { ConsoleAsset.Style, ConsoleAsset.Script })
        {
            endpoints.MapGet($"assets/{asset.FileName}", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return Results.Text(asset.Text, asset.ContentType, Encoding.UTF8);
            }).AllowAnonymous();
        }
    }
}
