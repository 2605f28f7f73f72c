using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Introspection;

namespace ScopeAuth.Roles;

/// <summary>Whether authentication and authorization are as the framework made them. Only then may a shorter way be taken.</summary>
internal static class FrameworkServices
{
    /// <returns>What the application has put in the place of a service of the framework, or null.</returns>
    public static string? FindOther(IServiceProvider services)
    {
        if (!IsFrameworks<IClaimsTransformation>(services)) return "a claims transformation";
        if (!IsFrameworks<IAuthenticationService>(services)) return "an authentication service";
        if (!IsFrameworks<IAuthorizationService>(services)) return "an authorization service";
        if (!IsFrameworks<IAuthorizationHandlerProvider>(services)) return "an authorization handler provider";
        if (!IsFrameworks<IAuthorizationEvaluator>(services)) return "an authorization evaluator";
        if (!IsFrameworks<IAuthorizationHandlerContextFactory>(services)) return "an authorization context factory";
        return null;
    }

    /// <summary>Any handler may veto any requirement.</summary>
    public static bool HaveOtherHandlers(IServiceProvider services) =>
        services.GetServices<IAuthorizationHandler>().Any(handler => handler is not (PassThroughAuthorizationHandler or ApiRequirementHandler or FreshIntrospectionHandler));

    private static bool IsFrameworks<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>().GetType().Assembly.GetName().Name!.StartsWith("Microsoft.AspNetCore.A", StringComparison.Ordinal);
}
