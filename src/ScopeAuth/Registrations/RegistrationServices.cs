using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScopeAuth.Hosting;

namespace ScopeAuth.Registrations;

/// <summary>What can be registered while the application runs, as services.</summary>
internal static class RegistrationServices
{
    public static IServiceCollection AddRegistrations(this IServiceCollection services)
    {
        services.AddSingleton<EditableKinds>();
        services.AddSingleton(provider => new RegistrationStores(provider));
        services.AddSingleton<OptionsMerge>();
        services.AddSingleton<RegistrationAudit>();
        services.AddSingleton(provider => new AuthorizationServerEditor(Editor(
            provider, AuthorizationServerKind.Instance, facts => AuthorizationServerEntry.Of(facts, provider.GetRequiredService<CurrentSettings>().Current), provider.GetRequiredService<RegistrationStores>().Servers),
            provider.GetRequiredService<AuthorizationServerCheck>()));
        services.AddSingleton(provider => new ApiRoleEditor(Editor(
            provider, ApiRoleKind.Instance, ApiRoleEntry.Of, provider.GetRequiredService<RegistrationStores>().Roles)));
        services.AddHostedService<RegistrationFollower>();
        return services;
    }

    /// <summary>The folder for files. It is read once: they do not move while the application runs.</summary>
    public static string DataPath(IServiceProvider services) =>
        services.GetRequiredService<IOptions<ScopeAuthOptions>>().Value.DataPath is { Length: > 0 } path ? path
        : throw new OptionsValidationException(Options.DefaultName, typeof(ScopeAuthOptions),
            [$"{services.GetRequiredService<ConfigurationSource>().PathOf("DataPath")}: a folder is expected, because AddRegistrationFiles() keeps files; for example \"data\"."]);

    private static RegistrationEditor<TOptions, TEntry> Editor<TOptions, TEntry>(
        IServiceProvider provider, RegistrationKind<TOptions> kind, Func<EntryFacts<TOptions>, TEntry> show, IRegistrationStore store)
        where TOptions : class
        where TEntry : class => new(
            kind, show, store, provider.GetRequiredService<CurrentSettings>(), provider.GetRequiredService<RegistrationAudit>(), provider.GetRequiredService<TimeProvider>());
}
