using System.Runtime.CompilerServices;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Caching;
using ScopeAuth.Hosting;
using ScopeAuth.Introspection;
using ScopeAuth.Revocation;
using ScopeAuth.Tokens;

namespace ScopeAuth;

/// <summary>The road of one token, stations 2 to 9, from text to verdict. Read this first.</summary>
/// <remarks>It never waits: where a key is missing, or the server's answer, <see cref="AccessTokenValidator"/> fetches it, and the token starts again. An opaque one leaves at 2 and joins again at 4.</remarks>
internal sealed class TokenPipeline(CurrentSettings settings, RevocationView revocations, TimeProvider clock, SeenTokens? seenTokens = null)
{
    private readonly AcceptedTokens _accepted = new(settings.Current.MaxCachedTokens);
    private readonly FirstSights _firstSights = new();

    /// <param name="compact">The token.</param>
    /// <param name="presentation">What the request says besides.</param>
    /// <param name="said">What the token's server just said about it, if it was asked.</param>
    /// <param name="mayWait">Whether the verdict that another request is about to get on the same token may be waited for.</param>
    /// <param name="missing">What the verdict is not the last word without.</param>
    public TokenVerdict Judge(ReadOnlySpan<char> compact, in Presentation presentation, ServerStatement? said, bool mayWait, out MissingFacts missing)
    {
        missing = MissingFacts.None;
        var current = settings.Current;
        var now = clock.GetUtcNow();
        presentation.Road?.Begin();
        if (Recall(compact, presentation, current, now) is { } known) return known;
        // One request judges a token that many bring at once. The verdict may have come between the two looks.
        using var turn = mayWait && _accepted.IsKeeping ? _firstSights.Enter(compact, out missing) : null;
        if (!missing.AreNone) return TokenVerdict.Refuse(Rejection.UnknownKey);
        return (turn is null ? null : Recall(compact, presentation, current, now)) ?? Judge(compact, presentation, said, current, now, ref missing);
    }

    // A token seen before joins the road at 9: never without revocations, nor without the clock, and only if nothing changed that its acceptance depended on.
    private TokenVerdict? Recall(ReadOnlySpan<char> compact, in Presentation presentation, ScopeAuthSettings current, DateTimeOffset now)
    {
        // An explanation goes the whole road.
        if (presentation.Road is not null || _accepted.Find(compact) is not { } seen) return null;
        if (!seen.IsStillGood(current, now))
        {
            _accepted.Remove(seen);
            return null;
        }
        if (!seen.IsGoodFor(presentation, compact)) return null;
        // One comparison, unless something was revoked since.
        var epoch = revocations.Epoch;
        if (seen.RevocationEpoch != epoch || !revocations.MayJudge(current, now))
        {
            if (revocations.Check(seen.Verdict.Token!, compact, current, now) is { } refusal)
            {
                if (refusal == Rejection.Revoked) _accepted.Remove(seen);
                return TokenVerdict.Refuse(refusal, seen.Verdict.Token!);
            }
            seen.RevocationEpoch = epoch;
        }
        seen.Use?.Count(now);
        return seen.Verdict;
    }

    // What is missing, keys or an answer, is named only where the verdict could change by it. By itself, so that a token seen before needs little of the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TokenVerdict Judge(
        ReadOnlySpan<char> compact, in Presentation presentation, ServerStatement? said, ScopeAuthSettings current, DateTimeOffset now,
        ref MissingFacts missing)
    {
        // 2 peek: taken apart once, strictly; nothing of it is believed yet.
        if (UnverifiedToken.Read(compact, current.MaxTokenLength, out var token) is { } fault)
        {
            if (fault != Rejection.Malformed || !OpaqueToken.CanBe(compact)) return TokenVerdict.Refuse(fault);
            if (current.Servers.FindForOpaque(compact, presentation.AuthorizationServer) is not { } answerer)
                return TokenVerdict.Refuse(current.UnknownServer(presentation.AuthorizationServer is null ? fault : Rejection.UnknownIssuer));
            presentation.Road?.ReadOpaque(answerer);
            return AnswerOf(answerer, compact, presentation, said, now, ref missing, out var about)
                ?? JudgeAnswer(compact, presentation, DecodedToken.OfOpaque(compact), answerer, about!, current, now);
        }
        presentation.Road?.Read(token);

        // 3 registry: the issuer chooses the one server that may answer for the token.
        if (current.Servers.Find(token, out var server) is { } unknown)
        {
            if (unknown == Rejection.UnknownKey)
                missing = MissingFacts.KeysOf([.. current.Servers.PossibleServers(token, now).Select(possible => possible.Keys!)]);
            return TokenVerdict.Refuse(current.UnknownServer(unknown));
        }
        presentation.Road?.Found(server!);

        // 4 cheap checks: algorithm, type, times, audience, client. What fails here never causes a network call.
        if (server!.Check(token, now, out var times) is { } refusal) return TokenVerdict.Refuse(refusal, server.Name);
        presentation.Road?.Checked();

        // 5 and 6 key and signature: with this server's keys alone. The generation is read first: keys that change now end what is kept.
        var generation = 0L;
        if (server.Keys is { } keys)
        {
            generation = keys.Generation;
            var unverified = server.Verify(token, now);
            if (unverified == Rejection.UnknownKey)
            {
                // Nobody waits for keys that cannot be asked for now: they are as they were when they were looked at.
                if (!keys.IsAtRest || keys.Generation != generation) missing = MissingFacts.KeysOf(keys);
                // Rule 5: a token whose keys cannot be had is not bad, it cannot be judged.
                else if (keys.LastAttemptFailed || !keys.IsUsableAt(now)) unverified = Rejection.KeysUnavailable;
            }
            if (unverified is { } reason) return TokenVerdict.Refuse(reason, server.Name);
            presentation.Road?.VerifiedBy(token);
        }

        // What the server says about it now, where it is asked. Its word stands for the token's text where it stands for the signature.
        var freshUntil = DateTimeOffset.MaxValue;
        if (server.Introspection is not null)
        {
            if (AnswerOf(server, compact, presentation, said, now, ref missing, out var answer) is { } inactive) return inactive;
            if (server.Contradicts(answer!, token, now) is { } contradiction) return TokenVerdict.Refuse(contradiction, server.Name);
            if (server.Keys is null) return JudgeAnswer(compact, presentation, new(token), server, answer!, current, now);
            freshUntil = answer!.FreshUntil;
            presentation.Road?.Answered(answer);
        }

        // 7 and 8 role scopes of this server's organisations, and roles that are configured there. A bad one grants nothing.
        if (!server.RoleScopes.TryRead(token.Claims, out var grants)) return TokenVerdict.Refuse(Rejection.InvalidClaim, server.Name);
        var text = _accepted.IsKeeping || seenTokens is not null ? new DecodedToken(token) : DecodedToken.PayloadOf(token);
        return Decide(compact, presentation, text, new AccessToken(server, text.Payload, times, grants), times, current, now, generation, freshUntil);
    }

    // Stations 4, 7 and 8 for what the server says instead of what the token says: it is another party's text, too.
    private TokenVerdict JudgeAnswer(
        ReadOnlySpan<char> compact, in Presentation presentation, DecodedToken text, AuthorizationServer server, IntrospectionAnswer answer,
        ScopeAuthSettings current, DateTimeOffset now)
    {
        var claims = answer.Read(stackalloc JsonMember[TokenBuffers.MaxClaims]);
        if (server.Answers!.Check(claims, now, out var times) is { } refusal) return TokenVerdict.Refuse(refusal, server.Name);
        presentation.Road?.Answered(answer);
        if (!server.Answers.RoleScopes.TryRead(claims, out var grants)) return TokenVerdict.Refuse(Rejection.InvalidClaim, server.Name);
        return Decide(compact, presentation, text, new AccessToken(server, answer.Claims, times, grants), times, current, now, generation: 0, answer.FreshUntil);
    }

    private TokenVerdict Decide(
        ReadOnlySpan<char> compact, in Presentation presentation, DecodedToken text, AccessToken facts, in TokenTimes times, ScopeAuthSettings current,
        DateTimeOffset now, long generation, DateTimeOffset freshUntil)
    {
        presentation.Road?.Granted(facts);
        if (facts.Grants.IsEmpty) return TokenVerdict.Refuse(current.Merged.Roles.IsLoaded ? Rejection.NoUsableRole : Rejection.RegistrationUnavailable, facts);
        // 9 revocation. The epoch is read first: what is revoked now is looked up at the next request.
        var epoch = revocations.Epoch;
        if (revocations.Check(facts, compact, current, now) is { } revoked) return TokenVerdict.Refuse(revoked, facts);
        var accepted = TokenVerdict.Accept(facts);
        if (presentation.Road is not null) return accepted;
        var use = seenTokens?.Note(compact, text, facts, now);
        if (!_accepted.IsKeeping) return accepted;
        if (freshUntil != DateTimeOffset.MaxValue && _accepted.Find(compact) is { } older) _accepted.Remove(older);
        _accepted.Add(new(TokenHash.Of(compact), text, facts.Server, accepted, new(times, facts.Server.ClockSkew), current, generation, epoch, freshUntil, use));
        return accepted;
    }

    /// <returns>Null, with an answer about an active token; else the refusal, which is not the last word where something is missing.</returns>
    private TokenVerdict? AnswerOf(
        AuthorizationServer server, ReadOnlySpan<char> compact, in Presentation presentation, ServerStatement? said, DateTimeOffset now,
        ref MissingFacts missing, out IntrospectionAnswer? answer)
    {
        answer = said?.Server == server ? said.Answer : presentation.MustBeFresh ? null : server.Introspection!.Recall(compact, now, revocations.Epoch);
        if (answer is null)
        {
            missing = MissingFacts.AnswerOf(server);
            return TokenVerdict.Refuse(Rejection.IntrospectionUnavailable, server.Name);
        }
        if (answer.Refusal is not { } refusal) return null;
        // The server took it back: what was remembered of it goes at once, also for endpoints that would have been content with it.
        if (refusal == Rejection.Inactive && _accepted.Find(compact) is { } seen && seen.Server == server) _accepted.Remove(seen);
        return TokenVerdict.Refuse(refusal, server.Name);
    }
}
