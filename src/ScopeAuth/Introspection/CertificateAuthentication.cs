using System.Security.Cryptography.X509Certificates;
using ScopeAuth.Network;

namespace ScopeAuth.Introspection;

/// <summary><c>tls_client_auth</c> (RFC 8705 section 2): the TLS handshake proves who asks, the form says it.</summary>
internal sealed class CertificateAuthentication(
    string serverName, string clientId, ChangingFile<X509Certificate2> file, ClientCertificates certificates) : IClientAuthentication
{
    private X509Certificate2? _current;
    private string? _host;

    public async ValueTask<ClientProof?> ProveAsync(FormText form, Uri endpoint, CancellationToken cancellationToken)
    {
        if (await file.ReadAsync(cancellationToken) is not { } certificate) return null;
        // Never disposed: a handshake may still be using the one before.
        Volatile.Write(ref _current, certificate);
        if (_host != endpoint.IdnHost) certificates.Use(serverName, _host = endpoint.IdnHost, () => Volatile.Read(ref _current));
        form.Add("client_id", clientId);
        return ClientProof.InForm;
    }
}
