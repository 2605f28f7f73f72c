using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace ScopeAuth.Network;

/// <summary>The certificates that this API shows in TLS handshakes, by the name of the server's client and by host: no other host gets to see one.</summary>
internal sealed class ClientCertificates
{
    private readonly ConcurrentDictionary<string, (string Host, Func<X509Certificate2?> Certificate)> _certificates = new(StringComparer.Ordinal);

    /// <summary>From the next connection on.</summary>
    public void Use(string serverName, string host, Func<X509Certificate2?> certificate) =>
        _certificates[BackchannelNames.Own(serverName)] = (host, certificate);

    public X509Certificate2? Find(string clientName, string host) =>
        _certificates.TryGetValue(clientName, out var known) && known.Host.Equals(host, StringComparison.OrdinalIgnoreCase) ? known.Certificate() : null;
}
