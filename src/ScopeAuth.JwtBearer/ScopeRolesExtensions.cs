using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ScopeAuth;
using ScopeAuth.JwtBearer;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The way in beside Microsoft's handler.</summary>
public static class ScopeRolesExtensions
{
    /// <summary>
    /// Adds role scopes, API roles, policies and the audit trail to a scheme that is there already: <c>.AddJwtBearer(...).AddScopeRoles()</c>.
    /// A request has to be good for both: the handler authenticates as it is configured and runs the application's events; then ScopeAuth
    /// judges the same token, by its own registered servers and their keys.
    /// </summary>
    /// <remarks>
    /// The principal is ScopeAuth's: the name is the admin ID, roles are API roles of one organisation. Claims under the names that the handler
    /// maps, claims that the application's events added, and identities that they added, are kept beside it; a role claim among the first two is
    /// no role. Refusals are answered by ScopeAuth unless an event of the application has answered. The scheme's <c>SaveToken</c> is switched on,
    /// so that both judge the same text; an event that ends with <c>Success()</c> leaves it out, and then the header's token is judged.
    /// </remarks>
    /// <param name="authentication">The application's authentication.</param>
    /// <param name="scheme">
    /// The scheme's name; default <c>Bearer</c>. It may also be a policy scheme that forwards to several of <c>AddJwtBearer</c>.
    /// </param>
    /// <param name="section">Where ScopeAuth's settings are. Default: the section <c>ScopeAuth</c> of the application's configuration.</param>
    /// <param name="configure">Sets ScopeAuth's options after the configuration was read.</param>
    /// <returns>A builder that adds servers, roles and audit sinks in code.</returns>
    /// <exception cref="InvalidOperationException">
    /// ScopeAuth was added before. The start of the application fails with the same if nobody registers the scheme.
    /// </exception>
    public static ScopeAuthBuilder AddScopeRoles(
        this AuthenticationBuilder authentication, string scheme = JwtBearerDefaults.AuthenticationScheme,
        IConfigurationSection? section = null, Action<ScopeAuthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(authentication);
        var services = authentication.Services;
        var builder = services.AddScopeRoleAuthCore(scheme, section, configure);

        services.AddSingleton(new AccompaniedScheme(scheme));
        services.AddSingleton<IPostConfigureOptions<AuthenticationOptions>>(provider => provider.GetRequiredService<AccompaniedScheme>());
        services.AddTransient<AccompanyingHandler>();
        services.PostConfigure<JwtBearerOptions>(scheme, options => options.SaveToken = true);
        return builder;
    }
}
