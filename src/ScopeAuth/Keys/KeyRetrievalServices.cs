using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>Everything that finds, fetches and keeps keys, as services.</summary>
internal static class KeyRetrievalServices
{
    public static IServiceCollection AddKeyRetrieval(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddHttpClient();
        // The client factory writes four lines per request; for thousands of servers that is noise. A longer category turns it on again.
        services.Configure<LoggerFilterOptions>(options => options.Rules.Add(
            new(null, $"System.Net.Http.HttpClient.{BackchannelNames.Prefix}", LogLevel.Warning, null)));
        services.TryAddSingleton<ClientCertificates>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HttpClientFactoryOptions>, BackchannelClients>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<HttpClientFactoryOptions>, BackchannelClients>());
        services.TryAddSingleton<BackchannelNames>();
        services.TryAddSingleton<Backchannels>();
        services.TryAddSingleton(provider => new KeySources(
            provider.GetRequiredService<Backchannels>(),
            provider.GetRequiredService<TimeProvider>(),
            ContentRootOf(provider)));
        services.TryAddSingleton(provider => new KeyStore(
            DataPathOf(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeyStore>>()));
        services.TryAddSingleton<RefreshQueue>();
        services.TryAddSingleton<KeyRings>();
        services.AddHostedService<KeyRefresher>();
        return services;
    }

    // Read once: keys do not move to another folder while the application runs. Not IOptions, which would keep the settings of all servers for ever.
    private static string? DataPathOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptionsFactory<ScopeAuthOptions>>().Create(Options.DefaultName).DataPath is { Length: > 0 } path
            ? Path.GetFullPath(path, ContentRootOf(provider))
            : null;

    private static string ContentRootOf(IServiceProvider provider) =>
        provider.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory;
}
