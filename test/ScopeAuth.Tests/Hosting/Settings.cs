using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Hosting;

/// <summary>Settings with one right server, <c>acme</c>, and one right role, and what a test changes in them.</summary>
internal static class Settings
{
    /// <param name="changes">
    /// Lines like <c>Realm=api</c> or <c>acme:Issuer=https://as.example</c>, the latter relative to the server; <c>acme:Issuer-</c> takes a setting out,
    /// with all that is below it.
    /// </param>
    /// <returns>Keys with the section's name.</returns>
    public static Dictionary<string, string?> With(params string[] changes)
    {
        var settings = new Dictionary<string, string?>(StartFaults.RightServer(), StringComparer.OrdinalIgnoreCase);
        settings["ApiRoles:Auditor:Access:Audit"] = "View";
        foreach (var change in changes)
        {
            var parts = change.Split('=', 2);
            var key = parts[0].StartsWith("acme:", StringComparison.Ordinal) ? $"AuthorizationServers:{parts[0]}" : parts[0];
            if (parts.Length == 2) settings[key] = parts[1];
            else foreach (var taken in settings.Keys.Where(known => known.StartsWith(key.TrimEnd('-'), StringComparison.Ordinal)).ToList()) settings.Remove(taken);
        }
        return settings.ToDictionary(setting => $"ScopeAuth:{setting.Key}", setting => setting.Value);
    }

    public static IReadOnlyList<string> FaultsWith(params string[] changes) =>
        FaultsOf(new ConfigurationBuilder().AddInMemoryCollection(With(changes)).Build());

    /// <param name="json">The section <c>ScopeAuth</c> as JSON.</param>
    public static IReadOnlyList<string> FaultsOfJson(string json) => FaultsOf(new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "ScopeAuth": {{json}} }"""))).Build());

    public static IReadOnlyList<string> FaultsOf(IConfiguration configuration)
    {
        using var services = new ServiceCollection().AddScopeRoleAuth(configuration.GetSection("ScopeAuth")).Services.BuildServiceProvider();
        try
        {
            Assert.NotEmpty(services.GetRequiredService<IOptions<ScopeAuthOptions>>().Value.ApiRoles);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }
}
