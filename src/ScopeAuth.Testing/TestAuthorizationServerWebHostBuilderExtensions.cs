using ScopeAuth;
using ScopeAuth.Testing;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Points an API under test at test authorization servers.</summary>
public static class TestAuthorizationServerWebHostBuilderExtensions
{
    /// <summary>
    /// Registers a test server in the section <c>ScopeAuth</c> of the application's configuration:
    /// <c>factory.WithWebHostBuilder(host => host.UseTestAuthorizationServer("acme-okta", okta))</c>. Servers that the application registers
    /// itself stay; one of the same name is changed.
    /// </summary>
    /// <param name="host">The host of the application.</param>
    /// <param name="name">The name to register the server by.</param>
    /// <param name="server">The server.</param>
    /// <param name="organizations">The organisations it may speak for; by default those of its own options.</param>
    public static IWebHostBuilder UseTestAuthorizationServer(
        this IWebHostBuilder host, string name, TestAuthorizationServer server, params string[] organizations)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(server);
        foreach (var (key, value) in server.ConfigurationFor(name, organizations)) host.UseSetting($"{ScopeAuthDefaults.ConfigurationSection}:{key}", value);
        return host;
    }
}
