using Microsoft.AspNetCore.Http.Metadata;

namespace ScopeAuth.Samples.Page;

/// <summary>One endpoint of the API, described by its own metadata.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Needs">What a caller needs.</param>
public sealed record EndpointRow(string Method, string Path, string Summary, string Needs)
{
    /// <summary>Every endpoint that has a summary; the authorization servers' have none.</summary>
    public static IEnumerable<EndpointRow> All(EndpointDataSource source) =>
        from endpoint in source.Endpoints.OfType<RouteEndpoint>()
        let summary = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary
        where summary is not null
        let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        from method in methods
        select new EndpointRow(method, PathOf(endpoint), summary, NeedsOf(endpoint, method));

    private static string PathOf(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        return path.Replace(":int}", "}", StringComparison.Ordinal).Replace(":guid}", "}", StringComparison.Ordinal);
    }

    private static string NeedsOf(Endpoint endpoint, string method)
    {
        if (endpoint.Metadata.GetMetadata<RequireApiAccessAttribute>() is { } access)
            return $"{access.Category} {(method is "GET" ? ApiAccess.View : ApiAccess.Full)}";
        if (endpoint.Metadata.GetMetadata<RequireApiRoleAttribute>() is { } roles) return $"role {string.Join(" or ", roles.ApiRoles)}";
        return endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null ? "any role" : "nothing";
    }
}
