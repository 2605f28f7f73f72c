using System.Collections.Immutable;
using System.Text;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Keys;
using ScopeAuth.Tokens;

namespace ScopeAuth.Introspection;

/// <summary>Answers that the server signs (RFC 9701 section 5): verified with its own keys, and unpacked.</summary>
/// <remarks>Such a JWT is no access token: its type says so, and the road of a token refuses the type.</remarks>
internal sealed class SignedAnswers(KeyRing keys, AuthorizationServerOptions options, ImmutableArray<string> issuers, string clientId, TimeProvider clock)
{
    public const string MediaType = "application/token-introspection+jwt";
    private const int MaxLength = 128 * 1024;

    private static readonly ImmutableArray<byte[]> Types = [Encoding.ASCII.GetBytes("token-introspection+jwt")];

    private readonly ServerSignatures _signatures = new(keys, options);
    private readonly ImmutableArray<byte[]> _issuers = [.. issuers.Select(Encoding.UTF8.GetBytes)];

    // RFC 9701 section 5: the resource server, by whatever name it is known there: its client or its audience.
    private readonly ImmutableArray<byte[]> _names = [.. options.Audiences.Where(audience => audience != "*").Prepend(clientId).Select(Encoding.UTF8.GetBytes)];

    /// <returns>The object that RFC 7662 section 2.2 describes; null if it is not signed as it must be, with a key of the server, for this client, now.</returns>
    public async ValueTask<byte[]?> UnpackAsync(byte[] body, CancellationToken cancellationToken)
    {
        var text = Encoding.ASCII.GetString(body).AsMemory().Trim();
        if (TryUnpack(text.Span, out var answer, out var isUnknownKey)) return answer;
        if (!isUnknownKey) return null;
        await keys.RefreshForUnknownKeyAsync(cancellationToken);
        return TryUnpack(text.Span, out answer, out _) ? answer : null;
    }

    private bool TryUnpack(ReadOnlySpan<char> compact, out byte[]? answer, out bool isUnknownKey)
    {
        (answer, isUnknownKey) = (null, false);
        if (UnverifiedToken.Read(compact, MaxLength, out var jwt) is not null || jwt.Algorithm is not { } algorithm) return false;
        if (!options.Algorithms.Contains(algorithm.Name) || !TokenType.IsAllowed(jwt.Header, Types.AsSpan(), absentAllowed: false)) return false;
        if (!IsFromServer(jwt.Claims) || !IsForUs(jwt.Claims) || !IsNew(jwt.Claims)) return false;
        if (!jwt.Claims.TryFind("token_introspection"u8, out var packed) || packed.Kind != JsonKind.Object) return false;
        var refusal = _signatures.Verify(jwt, clock.GetUtcNow());
        isUnknownKey = refusal == Rejection.UnknownKey;
        answer = packed.Raw.ToArray();
        return refusal is null;
    }

    private bool IsFromServer(in JsonMembers claims)
    {
        if (!claims.TryFind(RegisteredName.Issuer, out var issuer)) return false;
        foreach (var ours in _issuers)
            if (issuer.Is(ours)) return true;
        return false;
    }

    private bool IsForUs(in JsonMembers claims)
    {
        if (!claims.TryFind(RegisteredName.Audience, out var audience) || !JsonStrings.TryOpen(audience, out var values)) return false;
        while (values.MoveNext())
            foreach (var name in _names)
                if (values.Current.Is(name)) return true;
        return false;
    }

    // An answer of yesterday, however well signed, says nothing about today.
    private bool IsNew(in JsonMembers claims) =>
        claims.TryFind(RegisteredName.IssuedAt, out var issued) && issued.Kind == JsonKind.Number && JsonNumber.TryReadDate(issued.Raw, out var at)
        && (clock.GetUtcNow() - at).Duration() <= options.ClockSkew + TimeSpan.FromSeconds(10);
}
