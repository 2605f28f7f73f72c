using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Registrations;

/// <summary>The stores that the application registered.</summary>
internal sealed class RegistrationStores
{
    private static readonly ConfigurationRegistrations None = new();

    public RegistrationStores(IServiceProvider services) : this(services.GetService<IAuthorizationServerStore>() ?? None, services.GetService<IApiRoleStore>() ?? None)
    {
    }

    public RegistrationStores(IAuthorizationServerStore servers, IApiRoleStore roles) => (Servers, Roles) = (servers, roles);

    public IAuthorizationServerStore Servers { get; }

    public IApiRoleStore Roles { get; }

    /// <summary>What is known before anything was followed.</summary>
    public RegistrationSets ReadAtOnce() => new((Servers as IEmbeddedRegistrationStore)?.Set, (Roles as IEmbeddedRegistrationStore)?.Set);
}
