using System.Collections.Immutable;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Bearer;
using ScopeAuth.Hosting;
using ScopeAuth.Middleware;
using ScopeAuth.Roles;

namespace ScopeAuth;

/// <summary>
/// The road of one request, stations 1 to 10, from header to principal, and the answer to those that are refused. ScopeAuth's own
/// scheme is made of it; a package that accompanies somebody else's authentication handler uses it, too. Registered as a singleton.
/// </summary>
public sealed class RequestAuthentication
{
    private readonly AccessTokenValidator _validator;
    private readonly CurrentSettings _settings;
    private readonly IRejectionAnswer _answer;

    internal RequestAuthentication(AccessTokenValidator validator, CurrentSettings settings, IRejectionAnswer answer) =>
        (_validator, _settings, _answer) = (validator, settings, answer);

    /// <summary>Judges the token of a request. Everything is checked, the signature included, whatever another handler did before.</summary>
    /// <param name="context">The request. The decision is kept with it, for policies, answer and audit record.</param>
    /// <param name="scheme">The authentication scheme: the type of the identity.</param>
    /// <param name="handled">
    /// What the scheme's own handler made of the token; default none. The text that it saved as <c>access_token</c> is judged, without
    /// one that of the <c>Authorization</c> header. Its properties are kept, and its claims as <see cref="ScopeAuthClaimTypes"/> says.
    /// </param>
    /// <returns>A ticket with ScopeAuth's principal, which expires with the token; no result without a token; else the failure.</returns>
    public async Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string scheme, AuthenticationTicket? handled = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var decision = RequestDecision.Of(context);
        if (decision.MakesUserBy(scheme)) return decision.AuthenticateResult ?? AuthenticateResult.NoResult();      // ScopeAuth's own middleware was here

        // 1 header, unless the text was saved by who read it
        var token = default(ReadOnlyMemory<char>);
        if (HandledTicket.TokenOf(handled) is { } saved) token = saved.AsMemory();
        else if (BearerHeader.Read(context.Request.Headers.Authorization, out token) is { } fault) return decision.Refuse(fault);

        if (await JudgeAsync(context, EndpointTraits.Of(context), decision, token) is { } refusal) return decision.Refuse(refusal);
        return AuthenticateResult.Success(CreateTicket(decision.Token!, decision.Grants, scheme, handled));
    }

    /// <summary>Stations 2 to 10, less the principal: that is made from the decision by who needs it.</summary>
    /// <returns>Null if the request is admitted.</returns>
    internal ValueTask<Rejection?> JudgeAsync(HttpContext context, EndpointTraits endpoint, RequestDecision decision, ReadOnlyMemory<char> token)
    {
        var presentation = Presentation.Of(context, endpoint, _settings.Current);
        decision.IsFresh = presentation.MustBeFresh;
        // Asked for only if somebody has to wait: a server makes the token of an abandoned request when it is asked for.
        return _validator.TryValidate(token, presentation) is { } verdict
            ? new(Select(context, endpoint, decision, verdict))
            : SelectAsync(context, endpoint, decision, _validator.ValidateAsync(token, presentation, context.RequestAborted));
    }

    /// <summary>Refuses a request that was, or would have been, admitted.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rejection">The reason.</param>
    /// <returns>The failure; for <see cref="Rejection.NoCredentials"/> no result.</returns>
    public static AuthenticateResult Refuse(HttpContext context, Rejection rejection) => RequestDecision.Of(context).Refuse(rejection);

    /// <summary>The status that <see cref="AnswerAsync"/> will give.</summary>
    /// <param name="context">The request.</param>
    /// <param name="otherwise">The reason, if none was found yet.</param>
    public static int StatusOf(HttpContext context, Rejection otherwise) => RejectionTable.Of(RequestDecision.Of(context).Rejection ?? otherwise).Status;

    /// <summary>Writes the answer to a refused request: status, challenge and problem document. A response that has started is left alone.</summary>
    /// <param name="context">The request.</param>
    /// <param name="otherwise">The reason, if none was found yet: <see cref="Rejection.NoCredentials"/> for a challenge, <see cref="Rejection.PolicyNotMet"/> where access is forbidden.</param>
    public Task AnswerAsync(HttpContext context, Rejection otherwise)
    {
        var decision = RequestDecision.Of(context);
        decision.Rejection ??= otherwise;
        return _answer.WriteAsync(context, decision.Rejection.Value);
    }

    private async ValueTask<Rejection?> SelectAsync(
        HttpContext context, EndpointTraits endpoint, RequestDecision decision, ValueTask<TokenVerdict> verdict) =>
        Select(context, endpoint, decision, await verdict);

    private Rejection? Select(HttpContext context, EndpointTraits endpoint, RequestDecision decision, TokenVerdict verdict)
    {
        decision.Verdict = verdict;
        if (!verdict.IsAccepted) return verdict.Rejection;
        if (RequestedOrganization.Select(context, endpoint, verdict.Token.Grants, _settings.Current, out var grants) is { } refusal) return refusal;
        decision.Admit(grants);
        return null;
    }

    private static AuthenticationTicket CreateTicket(AccessToken token, ImmutableArray<Grant> grants, string scheme, AuthenticationTicket? handled)
    {
        var identity = token.CreateIdentity(grants, scheme);
        // What lives longer than the request, such as a hub's connection, learns from the ticket when the token ends.
        if (handled is null) return new(new(identity), new() { ExpiresUtc = token.ExpiresAt }, scheme);
        handled.Properties.ExpiresUtc = token.ExpiresAt;
        return new(HandledTicket.Join(identity, handled), handled.Properties, scheme);
    }
}
