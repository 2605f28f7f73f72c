using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Network;

/// <summary>Which client of the factory a server's back channel uses: its own, if the application shaped that, else one that is shared.</summary>
/// <remarks>
/// For each name that a client was ever made of, the factory, its options and the loggers keep 3 KB for as long as the process lives: as much as all
/// the rest of a server without traffic.
/// </remarks>
internal sealed class BackchannelNames
{
    public const string Prefix = "ScopeAuth:";

    // No server can be called that. Two, because a connection to a private address that one server may use must not be at hand for one that may not.
    public const string Shared = Prefix + "(any)";
    public const string SharedPublic = Prefix + "(any, public network)";

    private readonly HashSet<string?> _shaped = new(StringComparer.Ordinal);
    private readonly bool _mayAllBeShaped;

    public BackchannelNames(
        IEnumerable<IConfigureOptions<HttpClientFactoryOptions>> configured,
        IEnumerable<IPostConfigureOptions<HttpClientFactoryOptions>> postConfigured,
        IEnumerable<IHttpMessageHandlerBuilderFilter> filters)
    {
        foreach (var shaping in configured.Cast<object>().Concat(postConfigured))
        {
            switch (shaping)
            {
                // Without a name it is for every client, the shared ones included.
                case ConfigureNamedOptions<HttpClientFactoryOptions> { Name: var name }: _shaped.Add(name); break;
                case PostConfigureOptions<HttpClientFactoryOptions> { Name: var name }: _shaped.Add(name); break;
                case BackchannelClients: break;
                default: _mayAllBeShaped = true; break;
            }
        }
        // A filter of the application's, or of another package, sees the name and may decide by it.
        _mayAllBeShaped |= filters.Any(filter => filter.GetType().Assembly != typeof(HttpClientFactoryOptions).Assembly);
    }

    /// <param name="serverName">The configured name.</param>
    /// <param name="hasCertificate">Whether the server knows this API by a certificate, which nobody else must use a connection of.</param>
    /// <param name="publicNetworkOnly">Whether it is to be found on public addresses alone.</param>
    public string For(string serverName, bool hasCertificate, bool publicNetworkOnly) =>
        hasCertificate || _mayAllBeShaped || _shaped.Contains(Own(serverName)) ? Own(serverName) : publicNetworkOnly ? SharedPublic : Shared;

    public static string Own(string serverName) => Prefix + serverName;
}
