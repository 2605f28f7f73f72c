using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ScopeAuth.JwtBearer;

/// <summary>Puts ScopeAuth's handler around the one that the application registered for the scheme, and remembers which that was.</summary>
internal sealed class AccompaniedScheme(string name) : IPostConfigureOptions<AuthenticationOptions>
{
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    private Type? _handler;

    public void PostConfigure(string? optionsName, AuthenticationOptions options)
    {
        if (!options.SchemeMap.TryGetValue(name, out var scheme) || scheme.HandlerType is null)
            throw new InvalidOperationException($"AddScopeRoles accompanies the authentication scheme '{name}', which nobody registered. Call AddJwtBearer with that name.");
        _handler = scheme.HandlerType;
        scheme.HandlerType = typeof(AccompanyingHandler);
    }

    /// <summary>Creates the application's handler as the framework would.</summary>
    public IAuthenticationHandler CreateHandler(IServiceProvider services) =>
        (IAuthenticationHandler)(services.GetService(_handler!) ?? ActivatorUtilities.CreateInstance(services, _handler!));
}
