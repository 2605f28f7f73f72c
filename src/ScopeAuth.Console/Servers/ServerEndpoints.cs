using Microsoft.AspNetCore.Routing;

namespace ScopeAuth.Console.Servers;

internal static class ServerEndpoints
{
    public static void MapServers(this IEndpointRouteBuilder pages) => _ = pages;
}
