using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Hosting;

namespace ScopeAuth.Benchmarks;

/// <summary>ScopeAuth as the benchmarks set it up: one role, one server whose tokens are measured, and any number of others.</summary>
internal static class BenchmarkApi
{
    public const int DefaultRemembered = 16 * 1024;

    public static void Add(
        IServiceCollection services, string[] keyFiles, int remembered = DefaultRemembered, int servers = 1, int roles = 1, Action<AuditOptions>? audit = null)
    {
        void Configure(ScopeAuthOptions options)
        {
            options.MaxCachedTokens = remembered;
            audit?.Invoke(options.Audit);
        }

        var builder = services.AddScopeRoleAuth(configure: Configure)
            .AddApiRole("FirewallAdmin", role => role.Access["Firewall"] = ApiAccess.Full);
        for (var number = 1; number < roles; number++)
            builder.AddApiRole(string.Create(CultureInfo.InvariantCulture, $"Role{number}"), role => role.Access["Firewall"] = ApiAccess.View);
        for (var number = 0; number < servers; number++)
        {
            var issuer = number == 0 ? BenchmarkToken.Issuer : string.Create(CultureInfo.InvariantCulture, $"https://tenant{number}.okta.com/oauth2/aus1");
            builder.AddAuthorizationServer(string.Create(CultureInfo.InvariantCulture, $"okta{number}"), server =>
            {
                server.Vendor = Vendor.Okta;
                server.Issuer = issuer;
                server.PublicKeys = keyFiles;
                server.Audiences = ["https://api.example"];
                server.ClientIds = ["0oa4dr9kzkykPrLhq0g7"];
                server.Organizations = ["zscaler.net::1234567"];
            });
        }
    }

    public static async Task<ServiceProvider> StartAsync(string[] keyFiles, int remembered, int servers = 1, int roles = 1, ManyRevocations? revocations = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Add(services, keyFiles, remembered, servers, roles);
        var provider = services.BuildServiceProvider();
        // As the host would: revocations are loaded. Keys of the first server only; those of the others are never asked for.
        foreach (var service in provider.GetServices<IHostedService>().Where(service => service.GetType().Namespace == "ScopeAuth.Revocation"))
            await service.StartAsync(CancellationToken.None);
        revocations?.RestoreIn(provider);
        var measured = provider.GetRequiredService<CurrentSettings>().Current.Servers.All.Single(server => server.Name == "okta0");
        await measured.Keys!.RefreshAsync();
        return provider;
    }
}
