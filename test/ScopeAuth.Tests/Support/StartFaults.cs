using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Tests.Support;

/// <summary>What an API says that cannot start.</summary>
internal static class StartFaults
{
    /// <summary>Settings of one server with which an API starts, relative to the section.</summary>
    public static Dictionary<string, string?> RightServer(string name = "acme") => new()
    {
        [$"AuthorizationServers:{name}:Issuer"] = $"https://{name}.example",
        [$"AuthorizationServers:{name}:Audiences:0"] = "https://api.example",
        [$"AuthorizationServers:{name}:ClientIds:0"] = "*",
        [$"AuthorizationServers:{name}:Organizations:0"] = TestServers.Organization,
    };

    /// <returns>Every fault of the one exception that stops the start.</returns>
    public static async Task<IReadOnlyList<string>> OfAsync(
        IEnumerable<KeyValuePair<string, string?>> settings, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var api = await TestApi.StartAsync(RightServer(), settings, configure, map);
        });
        Assert.NotEmpty(exception.Failures);
        return [.. exception.Failures];
    }
}
