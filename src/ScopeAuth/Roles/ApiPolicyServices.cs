using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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

        // The container goes on to create and dispose of the provider that the application registered, now under a key.
        var registered = services.Last(service => service.ServiceType == typeof(IAuthorizationPolicyProvider) && !service.IsKeyedService);
        services.RemoveAll<IAuthorizationPolicyProvider>();
        services.Add(registered switch
        {
            { ImplementationInstance: { } instance } => new(typeof(IAuthorizationPolicyProvider), Registered, instance),
            { ImplementationFactory: { } factory } => new(typeof(IAuthorizationPolicyProvider), Registered, (provider, _) => factory(provider), registered.Lifetime),
            _ => new(typeof(IAuthorizationPolicyProvider), Registered, registered.ImplementationType!, registered.Lifetime),
        });
        services.Add(new(
            typeof(IAuthorizationPolicyProvider),
            provider => new ApiPolicyProvider(provider.GetRequiredKeyedService<IAuthorizationPolicyProvider>(Registered), scheme),
            registered.Lifetime));
        return services;
    }

    public static AuthorizationPolicy AnyUsableRole(string scheme) => new([new UsableRoleRequirement()], [scheme]);
}
