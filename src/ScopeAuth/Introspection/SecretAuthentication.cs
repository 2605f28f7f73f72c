using System.Text;

namespace ScopeAuth.Introspection;

/// <summary><c>client_secret_basic</c> and <c>client_secret_post</c> (RFC 6749 section 2.3.1).</summary>
internal sealed class SecretAuthentication(string clientId, ClientSecret secret, bool inForm) : IClientAuthentication
{
    public async ValueTask<ClientProof?> ProveAsync(FormText form, Uri endpoint, CancellationToken cancellationToken)
    {
        if (await secret.ReadAsync(cancellationToken) is not { } text) return null;
        if (inForm)
        {
            form.Add("client_id", clientId).Add("client_secret", text);
            return ClientProof.InForm;
        }
        // Encoded before they are joined: a ZITADEL client ID holds an '@', and a secret may hold a colon.
        var credentials = $"{FormText.Encode(clientId)}:{FormText.Encode(text)}";
        return new(new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials))));
    }
}
