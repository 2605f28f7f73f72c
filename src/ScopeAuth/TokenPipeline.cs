using System.Collections.Immutable;
using System.Diagnostics;
using ScopeAuth.Caching;
using ScopeAuth.Diagnostics;
using ScopeAuth.Hosting;
using ScopeAuth.Keys;
using ScopeAuth.Revocation;
using ScopeAuth.Tokens;

namespace ScopeAuth;

/// <summary>The road of one token, stations 2 to 9, from text to verdict. Read this first.</summary>
internal sealed class TokenPipeline(CurrentSettings settings, RevocationView revocations, TimeProvider clock, TokenTelemetry telemetry) : IAccessTokenValidator
{
    private readonly AcceptedTokens _accepted = new(settings.Current.MaxCachedTokens);

    public ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        return ValidateAsync(token.AsMemory(), cancellationToken);
    }

    public ValueTask<TokenVerdict> ValidateAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        var span = TokenTelemetry.Begin();
        var verdict = Judge(token.Span, out var missing);
        return missing.IsEmpty
            ? new(telemetry.End(span, token, verdict))
            : JudgeWithNewKeysAsync(token, missing, span, cancellationToken);
    }

    // The token names a key that is not known: at most one shared fetch, then the token is judged again from the beginning.
    private async ValueTask<TokenVerdict> JudgeWithNewKeysAsync(
        ReadOnlyMemory<char> token, ImmutableArray<KeyRing> missing, Activity? span, CancellationToken cancellationToken)
    {
        using (span)
        {
            await Task.WhenAll(missing.Select(ring => ring.RefreshForUnknownKeyAsync(cancellationToken).AsTask()));
            var verdict = Judge(token.Span, out missing);
            // Rule 5: a token whose keys cannot be had is not bad, it cannot be judged.
            if (missing.Any(ring => !ring.IsUsable || ring.LastAttemptFailed || ring.IsLoading))
                verdict = TokenVerdict.Refuse(Rejection.KeysUnavailable, verdict.AuthorizationServer);
            return telemetry.End(span, token, verdict);
        }
    }

    private TokenVerdict Judge(ReadOnlySpan<char> compact, out ImmutableArray<KeyRing> missing)
    {
        missing = [];
        try
        {
            var current = settings.Current;
            var now = clock.GetUtcNow();
            return Recall(compact, current, now) ?? Judge(compact, current, now, ref missing);
        }
        catch (Exception exception)
        {
            // No known token comes here. If one does, it is refused, and somebody is told.
            telemetry.Faulted(exception);
            return TokenVerdict.Refuse(Rejection.InternalFault);
        }
    }

    /// <summary>The verdict on a token that was accepted before, if nothing has changed that it depended on.</summary>
    private TokenVerdict? Recall(ReadOnlySpan<char> compact, ScopeAuthSettings current, DateTimeOffset now)
    {
        if (_accepted.Find(compact) is not { } seen) return null;
        if (!seen.IsStillGood(current, now))
        {
            _accepted.Remove(seen);
            return null;
        }

        // 9 revocation: one comparison, unless something was revoked since.
        var epoch = revocations.Epoch;
        if (seen.RevocationEpoch == epoch && revocations.MayJudge(current, now)) return seen.Verdict;
        if (revocations.Check(seen.Verdict.Token!, compact, current, now) is { } refusal)
        {
            if (refusal == Rejection.Revoked) _accepted.Remove(seen);
            return TokenVerdict.Refuse(refusal, seen.Verdict.Token!);
        }
        seen.RevocationEpoch = epoch;
        return seen.Verdict;
    }

    /// <param name="compact">The token.</param>
    /// <param name="current">The settings, the same from beginning to end.</param>
    /// <param name="now">The time.</param>
    /// <param name="missing">The key rings that may get the key that the token names; empty unless the verdict could change with new keys.</param>
    private TokenVerdict Judge(ReadOnlySpan<char> compact, ScopeAuthSettings current, DateTimeOffset now, ref ImmutableArray<KeyRing> missing)
    {
        // 2 peek: taken apart once, strictly; nothing of it is believed yet.
        if (UnverifiedToken.Read(compact, current.MaxTokenLength, out var token) is { } fault) return TokenVerdict.Refuse(fault);

        // 3 registry: the issuer chooses the one server that may answer for the token.
        if (current.Servers.Find(token, out var server) is { } unknown)
        {
            if (unknown == Rejection.UnknownKey) missing = [.. current.Servers.PossibleServers(token, now).Select(possible => possible.Keys)];
            return TokenVerdict.Refuse(unknown);
        }

        // 4 cheap checks: algorithm, type, times, audience, client. What fails here never causes a network call.
        if (server!.Check(token, now, out var times) is { } refusal) return TokenVerdict.Refuse(refusal, server.Name);

        // 5 and 6 key and signature: with this server's keys alone. The generation is read first: keys that change now end what is kept.
        var generation = server.Keys.Generation;
        var unverified = server.Keys.IsUsable ? server.Verify(token) : Rejection.UnknownKey;
        if (unverified == Rejection.UnknownKey) missing = [server.Keys];
        if (unverified is { } reason) return TokenVerdict.Refuse(reason, server.Name);

        // 7 and 8 role scopes of this server's organisations, and roles that are configured there. A bad one grants nothing.
        if (!server.RoleScopes.TryRead(token.Claims, out var grants)) return TokenVerdict.Refuse(Rejection.InvalidClaim, server.Name);
        var text = new DecodedToken(token);
        var accessToken = new AccessToken(server, text.Payload, times, grants);
        if (grants.IsEmpty) return TokenVerdict.Refuse(Rejection.NoUsableRole, accessToken);

        // 9 revocation. The epoch is read first: what is revoked now is looked up at the next request.
        var epoch = revocations.Epoch;
        if (revocations.Check(accessToken, compact, current, now) is { } revoked) return TokenVerdict.Refuse(revoked, accessToken);

        var accepted = TokenVerdict.Accept(accessToken);
        if (_accepted.IsKeeping)
            _accepted.Add(new(TokenHash.Of(compact), text, accessToken, accepted, new(times, server.ClockSkew), current, generation, epoch));
        return accepted;
    }
}
