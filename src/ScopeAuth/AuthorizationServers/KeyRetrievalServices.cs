using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ScopeAuth.AuthorizationServers;

/// <summary>Everything that finds, fetches and keeps keys, as services.</summary>
internal static class KeyRetrievalServices
{
    public static IServiceCollection AddKeyRetrieval(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HttpClientFactoryOptions>, BackchannelClients>());
        services.TryAddSingleton(provider => new KeySources(
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory));
        services.TryAddSingleton<KeyRings>();
        return services;
    }
}
