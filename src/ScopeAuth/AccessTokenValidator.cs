using System.Diagnostics;
using ScopeAuth.Diagnostics;
using ScopeAuth.Introspection;

namespace ScopeAuth;

/// <summary>Takes a token along its road, waits for what is missing there, and tells of the verdict.</summary>
internal sealed class AccessTokenValidator(TokenPipeline road, TokenTelemetry telemetry) : IAccessTokenValidator
{
    public ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        return ValidateAsync(token.AsMemory(), default, cancellationToken);
    }

    public ValueTask<TokenVerdict> ValidateAsync(ReadOnlyMemory<char> token, Presentation presentation, CancellationToken cancellationToken)
    {
        var span = presentation.Road is null ? TokenTelemetry.Begin() : null;
        var verdict = Judge(token.Span, presentation, said: null, mayWait: presentation.Road is null, out var missing);
        return missing.AreNone
            ? new(telemetry.End(span, token, presentation, verdict))
            : JudgeAgainAsync(token, presentation, missing, span, cancellationToken);
    }

    /// <summary>The verdict, if it can be had without waiting: no task, and nobody has to ask the request when it would be given up.</summary>
    public TokenVerdict? TryValidate(ReadOnlyMemory<char> token, Presentation presentation)
    {
        if (TokenTelemetry.IsTraced) return null;
        var verdict = Judge(token.Span, presentation, said: null, mayWait: presentation.Road is null, out var missing);
        return missing.AreNone ? telemetry.End(span: null, token, presentation, verdict) : null;
    }

    // At most one shared fetch of keys and one shared question; each time the token is judged again from the beginning.
    private async ValueTask<TokenVerdict> JudgeAgainAsync(
        ReadOnlyMemory<char> token, Presentation presentation, MissingFacts missing, Activity? span, CancellationToken cancellationToken)
    {
        using var traced = span;
        var verdict = TokenVerdict.Refuse(Rejection.UnknownKey);
        if (missing.FirstSight is { } firstSight)
        {
            await firstSight;
            verdict = Judge(token.Span, presentation, said: null, mayWait: false, out missing);
        }
        if (!missing.Keys.IsEmpty)
        {
            await Task.WhenAll(missing.Keys.Select(ring => ring.RefreshForUnknownKeyAsync(cancellationToken).AsTask()));
            verdict = Judge(token.Span, presentation, said: null, mayWait: false, out missing);
            // Rule 5: a token whose keys cannot be had is not bad, it cannot be judged.
            if (missing.Keys.Any(ring => !ring.IsUsable || ring.LastAttemptFailed || ring.IsLoading))
                verdict = TokenVerdict.Refuse(Rejection.KeysUnavailable, verdict.AuthorizationServer);
        }
        if (missing.Answerer is { Introspection: { } introspection } server)
        {
            var answer = await introspection.AskAsync(token, presentation.MustBeFresh, cancellationToken);
            verdict = Judge(token.Span, presentation, new(server, answer), mayWait: false, out missing);
            // The registration or the keys changed while the question was under way: the next request finds them settled.
            if (!missing.AreNone) verdict = TokenVerdict.Refuse(Rejection.IntrospectionUnavailable, server.Name);
        }
        return telemetry.End(span, token, presentation, verdict);
    }

    private TokenVerdict Judge(ReadOnlySpan<char> token, in Presentation presentation, ServerStatement? said, bool mayWait, out MissingFacts missing)
    {
        try
        {
            return road.Judge(token, presentation, said, mayWait, out missing);
        }
        catch (Exception exception)
        {
            // No known token comes here. If one does, it is refused, and somebody is told.
            telemetry.Faulted(exception);
            missing = MissingFacts.None;
            return TokenVerdict.Refuse(Rejection.InternalFault);
        }
    }
}
