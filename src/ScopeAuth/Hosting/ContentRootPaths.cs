using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Hosting;

/// <summary>Relative paths in the settings start at the content root, wherever the process was started.</summary>
internal sealed class ContentRootPaths(IServiceProvider services) : IPostConfigureOptions<ScopeAuthOptions>
{
    private readonly string _root = services.GetService<IHostEnvironment>()?.ContentRootPath ?? Environment.CurrentDirectory;

    public void PostConfigure(string? name, ScopeAuthOptions options)
    {
        options.DataPath = Resolve(options.DataPath);
        options.Audit.Directory = Resolve(options.Audit.Directory);
        options.Registrations.FilesPath = Resolve(options.Registrations.FilesPath);
        foreach (var server in options.AuthorizationServers.Values)
        {
            server.JwksFile = Resolve(server.JwksFile);
            var client = server.IntrospectionClient;
            client.SecretFile = Resolve(client.SecretFile);
            client.KeyFile = Resolve(client.KeyFile);
            client.CertificateFile = Resolve(client.CertificateFile);
            client.PasswordFile = Resolve(client.PasswordFile);
            server.PublicKeys = [.. server.PublicKeys.Select(path => Resolve(path)!)];
        }
    }

    private string? Resolve(string? path) => string.IsNullOrEmpty(path) ? path : Path.GetFullPath(path, _root);
}
