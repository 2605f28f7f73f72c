using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

/// <summary>The enabled servers, found by the exact issuer of a token. Frozen; a change of the configuration makes a new one.</summary>
internal sealed class AuthorizationServerRegistry
{
    /// <summary>Longest issuer in bytes that is looked up.</summary>
    public const int MaxIssuerLength = 1024;

    private readonly FrozenDictionary<string, AuthorizationServer> _byIssuer;
    private readonly FrozenDictionary<string, AuthorizationServer>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly FrozenDictionary<string, AuthorizationServer> _byName;
    private readonly ImmutableArray<AuthorizationServer> _withoutIssuer;
    private readonly ImmutableArray<AuthorizationServer> _answering;

    public AuthorizationServerRegistry(IReadOnlyCollection<AuthorizationServer> servers)
    {
        // Exact and ordinal (RFC 8414 section 4): "https://as" is not "https://as/".
        _byIssuer = servers.SelectMany(server => server.Issuers, (server, issuer) => (issuer, server))
            .ToFrozenDictionary(entry => entry.issuer, entry => entry.server, StringComparer.Ordinal);
        _bySpan = _byIssuer.GetAlternateLookup<ReadOnlySpan<char>>();
        _withoutIssuer = [.. servers.Where(server => server.Issuers.IsEmpty)];
        _answering = [.. servers.Where(server => server is { Introspection: not null, Keys: null })];
        _byName = servers.ToFrozenDictionary(server => server.Name, StringComparer.Ordinal);
        All = servers;
    }

    public IReadOnlyCollection<AuthorizationServer> All { get; }

    /// <summary>The enabled server of a name.</summary>
    public AuthorizationServer? FindByName(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The server that a token is judged by.</summary>
    /// <returns>Null, or why there is none. <see cref="Rejection.UnknownKey"/>: a token without issuer whose key no server, or more than one, has.</returns>
    public Rejection? Find(in UnverifiedToken token, out AuthorizationServer? server)
    {
        if (token.Claims.TryFind(RegisteredName.Issuer, out var issuer))
        {
            server = issuer.IsString ? FindByIssuer(issuer.Text) : null;
            return server is not null ? null : issuer.IsString ? Rejection.UnknownIssuer : Rejection.InvalidClaim;
        }
        server = _withoutIssuer is [var only] ? only : null;
        if (server is not null) return null;
        if (_withoutIssuer.IsEmpty) return Rejection.UnknownIssuer;
        return token.HasKeyId && TryFindByKey(token.KeyId, out server) ? null : Rejection.UnknownKey;
    }

    /// <summary>The servers without issuer that would accept the token if they had its key: the only ones worth a fetch.</summary>
    public IEnumerable<AuthorizationServer> PossibleServers(in UnverifiedToken token, DateTimeOffset now)
    {
        if (!token.HasKeyId) return [];
        var possible = new List<AuthorizationServer>();
        foreach (var server in _withoutIssuer)
            if (server.Keys is not null && server.Check(token, now, out _) is null) possible.Add(server);
        return possible;
    }

    /// <summary>The server of a token that is no JWT: the one that the request names, else the one that claims its beginning, else the one that claims the rest.</summary>
    public AuthorizationServer? FindForOpaque(ReadOnlySpan<char> token, string? named)
    {
        AuthorizationServer? found = null;
        var longest = -1;
        foreach (var server in _answering)
        {
            if (named is not null)
            {
                if (server.Name == named) return server;
                continue;
            }
            foreach (var beginning in server.OpaqueTokens)
            {
                var length = beginning == "*" ? 0 : beginning.Length;
                if (length <= longest || (length > 0 && !token.StartsWith(beginning, StringComparison.Ordinal))) continue;
                (found, longest) = (server, length);
            }
        }
        return found;
    }

    private AuthorizationServer? FindByIssuer(ReadOnlySpan<byte> issuer)
    {
        if (issuer.Length > MaxIssuerLength) return null;
        Span<char> text = stackalloc char[issuer.Length];
        return _bySpan.TryGetValue(text[..Encoding.UTF8.GetChars(issuer, text)], out var server) ? server : null;
    }

    private bool TryFindByKey(ReadOnlySpan<byte> keyId, out AuthorizationServer? server)
    {
        server = null;
        foreach (var candidate in _withoutIssuer)
        {
            if (candidate.Keys is not { } keys || !keys.Current.Contains(keyId)) continue;
            if (server is not null) return false;       // two servers with one key ID: nobody can say which is meant
            server = candidate;
        }
        return server is not null;
    }
}
