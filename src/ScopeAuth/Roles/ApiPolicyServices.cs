using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ScopeAuth.Hosting;
using ScopeAuth.Introspection;

namespace ScopeAuth.Roles;

/// <summary>Everything that decides what a role reaches, as services.</summary>
internal static class ApiPolicyServices
{
    private static readonly object Registered = typeof(ApiPolicyProvider);

    public static IServiceCollection AddApiPolicies(this IServiceCollection services, string scheme)
    {
        // The authorization services ask for the endpoints, also in a program that has none and only validates tokens.
        services.AddRoutingCore();
        services.AddAuthorization(options =>
        {
            options.AddPolicy(ScopeAuthDefaults.Policy, AnyUsableRole(scheme));
            options.AddPolicy(FreshIntrospectionRequirement.PolicyName, new AuthorizationPolicy([new FreshIntrospectionRequirement()], [scheme]));
        });
        services.AddSingleton<IAuthorizationHandler, ApiRequirementHandler>();
        services.AddSingleton<IAuthorizationHandler, FreshIntrospectionHandler>();
        services.AddSingleton(new ApiPolicyScheme(scheme));

        var lifetime = services.Keep<IAuthorizationPolicyProvider>();
        services.Add(new(
            typeof(IAuthorizationPolicyProvider),
            provider => new ApiPolicyProvider(provider.GetRequiredKeyedService<IAuthorizationPolicyProvider>(Registered), scheme),
            lifetime));
        services.Keep<IPolicyEvaluator>();
        services.AddSingleton<IPolicyEvaluator>(provider => new ApiPolicyEvaluator(provider.GetRequiredService<CurrentSettings>(), Registered));
        return services;
    }

    public static AuthorizationPolicy AnyUsableRole(string scheme) => new([new UsableRoleRequirement()], [scheme]);

    // The container goes on to create and dispose of what the application registered, now under a key.
    private static ServiceLifetime Keep<T>(this IServiceCollection services)
        where T : class
    {
        var registered = services.Last(service => service.ServiceType == typeof(T) && !service.IsKeyedService);
        services.RemoveAll<T>();
        services.Add(registered switch
        {
            { ImplementationInstance: { } instance } => new(typeof(T), Registered, instance),
            { ImplementationFactory: { } factory } => new(typeof(T), Registered, (provider, _) => factory(provider), registered.Lifetime),
            _ => new(typeof(T), Registered, registered.ImplementationType!, registered.Lifetime),
        });
        return registered.Lifetime;
    }
}
