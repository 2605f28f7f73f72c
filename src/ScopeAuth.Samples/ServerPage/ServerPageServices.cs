using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ScopeAuth.Samples.ServerPage;

internal static class ServerPageServices
{
    /// <summary>What the servers' pages need: components that are rendered here, and antiforgery tokens.</summary>
    public static void AddServerPages(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddRazorComponents();
        services.Configure<KeyManagementOptions>(keys => (keys.XmlRepository, keys.XmlEncryptor) = (new PageKeys(), new NullXmlEncryptor()));
    }
}
