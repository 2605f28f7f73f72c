using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ScopeAuth;
using ScopeAuth.Audit;
using ScopeAuth.Bearer;
using ScopeAuth.Diagnostics;
using ScopeAuth.Hosting;
using ScopeAuth.Introspection;
using ScopeAuth.Keys;
using ScopeAuth.Registrations;
using ScopeAuth.Revocation;
using ScopeAuth.Roles;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The way in: one line makes an API accept the access tokens of many authorization servers.</summary>
public static class ScopeRoleAuthExtensions
{
    /// <summary>
    /// Accepts bearer tokens of the registered authorization servers, turns role scopes into API roles, and keeps an audit trail.
    /// It is the default scheme and the default policy: an endpoint with <c>RequireAuthorization()</c> demands a usable role.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">Where the settings are. Default: the section <c>ScopeAuth</c> of the application's configuration.</param>
    /// <param name="configure">Sets options after the configuration was read.</param>
    /// <returns>A builder that adds servers, roles and audit sinks in code.</returns>
    /// <exception cref="InvalidOperationException">It was called before: two sets of settings would be one too many.</exception>
    public static ScopeAuthBuilder AddScopeRoleAuth(
        this IServiceCollection services, IConfigurationSection? section = null, Action<ScopeAuthOptions>? configure = null)
    {
        // Not AddAuthentication: that also writes data-protection keys to disk, which a resource server never uses.
        services.AddAuthenticationCore(options => options.DefaultScheme ??= ScopeAuthDefaults.AuthenticationScheme);
        services.AddWebEncoders();
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<AuthorizationOptions>(options => options.DefaultPolicy = ApiPolicyServices.AnyUsableRole(ScopeAuthDefaults.AuthenticationScheme));
        return new AuthenticationBuilder(services).AddScopeRoleAuth(ScopeAuthDefaults.AuthenticationScheme, section, configure);
    }

    /// <summary>Adds ScopeAuth beside other schemes. Default scheme and default policy stay as they are; ScopeAuth's attributes name their own.</summary>
    /// <param name="authentication">The application's authentication.</param>
    /// <param name="scheme">The scheme's name; default <c>Bearer</c>.</param>
    /// <param name="section">Where the settings are. Default: the section <c>ScopeAuth</c> of the application's configuration.</param>
    /// <param name="configure">Sets options after the configuration was read.</param>
    /// <returns>A builder that adds servers, roles and audit sinks in code.</returns>
    /// <exception cref="InvalidOperationException">It was called before: two sets of settings would be one too many.</exception>
    public static ScopeAuthBuilder AddScopeRoleAuth(
        this AuthenticationBuilder authentication, string scheme = ScopeAuthDefaults.AuthenticationScheme,
        IConfigurationSection? section = null, Action<ScopeAuthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(authentication);
        var builder = authentication.Services.AddScopeRoleAuthCore(scheme, section, configure);
        authentication.AddScheme<AuthenticationSchemeOptions, BearerHandler>(scheme, configureOptions: null);
        return builder;
    }

    /// <summary>
    /// Adds everything but an authentication handler, for a package that brings one: it authenticates by <see cref="RequestAuthentication"/>.
    /// Default scheme and default policy stay as they are.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="scheme">The scheme that ScopeAuth's policies ask: the other handler's.</param>
    /// <param name="section">Where the settings are. Default: the section <c>ScopeAuth</c> of the application's configuration.</param>
    /// <param name="configure">Sets options after the configuration was read.</param>
    /// <returns>A builder that adds servers, roles and audit sinks in code.</returns>
    /// <exception cref="InvalidOperationException">It was called before, by itself or by another way in.</exception>
    public static ScopeAuthBuilder AddScopeRoleAuthCore(
        this IServiceCollection services, string scheme, IConfigurationSection? section = null, Action<ScopeAuthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(ConfigurationSource)))
            throw new InvalidOperationException(
                "ScopeAuth was registered twice. AddScopeRoleAuth does it whole, and so does AddScopeRoles beside Microsoft's handler: " +
                "keep one call; the builder that it returns adds more servers.");

        services.AddSingleton(provider => new ConfigurationSource(
            section ?? provider.GetService<IConfiguration>()?.GetSection(ScopeAuthDefaults.ConfigurationSection)));
        services.AddSingleton<IConfigureOptions<ScopeAuthOptions>, ConfigurationSettings>();
        services.AddSingleton<IPostConfigureOptions<ScopeAuthOptions>, ContentRootPaths>();
        services.AddSingleton<IValidateOptions<ScopeAuthOptions>, ScopeAuthOptionsValidator>();
        services.AddSingleton<EndpointRequirements>();
        services.AddSingleton<CurrentSettings>();
        services.AddHostedService<ScopeAuthStart>();
        services.AddRegistrations();

        services.AddKeyRetrieval();
        services.AddRevocations();
        services.AddSingleton<IntrospectionMetrics>();
        services.AddSingleton<Introspections>();
        services.AddSingleton(provider => new AuthorizationServerCheck(
            provider.GetRequiredService<KeySources>(),
            provider.GetRequiredService<IOptionsFactory<ScopeAuthOptions>>(),
            provider.GetRequiredService<CurrentSettings>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TokenTelemetry>();
        services.AddSingleton<TokenPipeline>();
        services.AddSingleton<AccessTokenValidator>();
        services.AddSingleton<IAccessTokenValidator>(provider => provider.GetRequiredService<AccessTokenValidator>());
        services.AddSingleton(provider => new AccessTokenExplainer(
            provider.GetRequiredService<AccessTokenValidator>(), provider.GetRequiredService<CurrentSettings>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RequestTelemetry>();

        services.AddApiPolicies(scheme);
        services.AddSingleton<IRejectionAnswer, RejectionAnswer>();
        services.AddSingleton(provider => new RequestAuthentication(
            provider.GetRequiredService<AccessTokenValidator>(), provider.GetRequiredService<CurrentSettings>(), provider.GetRequiredService<IRejectionAnswer>()));
        services.AddAuditTrail();
        services.AddHealthChecks().AddCheck<ScopeAuthHealthCheck>("scopeauth");

        var builder = new ScopeAuthBuilder(services);
        return configure is null ? builder : builder.Configure(configure);
    }
}
