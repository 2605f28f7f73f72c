using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ScopeAuth.Hosting;

namespace ScopeAuth.Audit;

internal static class AuditServiceCollectionExtensions
{
    private static readonly object Wrapped = typeof(AuditedAuthorization);

    /// <summary>Registers the trail, and puts it around the authorization result handler that is registered, if any.</summary>
    public static IServiceCollection AddAuditTrail(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(AuditTrail))) return services;

        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new AuditSettings(
            () => provider.GetRequiredService<CurrentSettings>().Current.Audit,
            provider.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory));
        services.AddSingleton<AuditMetrics>();
        services.AddSingleton<LoggerAuditSink>();
        services.AddSingleton<AuditTrail>();
        services.TryAddSingleton<IAuditLog>(provider => new JsonLinesAuditLog(provider.GetRequiredService<AuditSettings>()));
        services.AddSingleton<AdminIdScopes>();
        services.AddHostedService<AuditStart>();
        return services.WrapResultHandler();
    }

    private static IServiceCollection WrapResultHandler(this IServiceCollection services)
    {
        var registered = services.LastOrDefault(service =>
            service.ServiceType == typeof(IAuthorizationMiddlewareResultHandler) && !service.IsKeyedService);
        services.RemoveAll<IAuthorizationMiddlewareResultHandler>();

        // The container goes on to create and dispose of it, now under a key. The framework's own has no state and is shared.
        var lifetime = registered?.Lifetime ?? ServiceLifetime.Singleton;
        if (registered is null || registered.ImplementationType == typeof(AuthorizationMiddlewareResultHandler))
        {
            lifetime = ServiceLifetime.Singleton;
            services.AddKeyedSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationMiddlewareResultHandler>(Wrapped);
        }
        else if (registered.ImplementationInstance is { } instance)
        {
            services.Add(new(typeof(IAuthorizationMiddlewareResultHandler), Wrapped, instance));
        }
        else if (registered.ImplementationFactory is { } factory)
        {
            services.Add(new(typeof(IAuthorizationMiddlewareResultHandler), Wrapped, (provider, _) => factory(provider), lifetime));
        }
        else
        {
            services.Add(new(typeof(IAuthorizationMiddlewareResultHandler), Wrapped, registered.ImplementationType!, lifetime));
        }

        services.Add(new(
            typeof(IAuthorizationMiddlewareResultHandler),
            provider => ActivatorUtilities.CreateInstance<AuditedAuthorization>(
                provider, provider.GetRequiredKeyedService<IAuthorizationMiddlewareResultHandler>(Wrapped)),
            lifetime));
        return services;
    }
}
