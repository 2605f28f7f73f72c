using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ScopeAuth.Console.Hosting;

internal static class ComponentResults
{
    /// <summary>A page as an answer of any kind, for endpoints that have several.</summary>
    public static IResult Component<TComponent>(this IResultExtensions results, int status = StatusCodes.Status200OK)
        where TComponent : IComponent
    {
        ArgumentNullException.ThrowIfNull(results);
        return new RazorComponentResult<TComponent> { StatusCode = status };
    }
}
