using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Registrations;

/// <summary>What can be registered while the application runs. Asked without making a store: stores ask for options, and options are checked with this.</summary>
internal sealed class EditableKinds(IServiceProvider services)
{
    public bool Servers { get; } = Has(services, typeof(IAuthorizationServerStore));

    public bool Roles { get; } = Has(services, typeof(IApiRoleStore));

    private static bool Has(IServiceProvider services, Type store) => services.GetService<IServiceProviderIsService>()?.IsService(store) ?? false;
}
