using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.Hosting;

namespace ScopeAuth.Bearer;

/// <summary>Translates between HTTP and the token's road: the header in, a ticket or an answer out. It decides nothing itself.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    TokenPipeline pipeline, CurrentSettings settings, IRejectionAnswer answer)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var decision = RequestDecision.Of(Context);

        // 1 header
        if (BearerHeader.Read(Request.Headers.Authorization, out var token) is { } fault) return decision.Refuse(fault);

        // 2 to 9
        var presentation = PresentationOf();
        var verdict = await pipeline.ValidateAsync(token, presentation, Context.RequestAborted);
        decision.IsFresh = presentation.MustBeFresh;
        decision.AuthorizationServer = verdict.AuthorizationServer;
        decision.Token = verdict.Facts;
        if (!verdict.IsAccepted) return decision.Refuse(verdict.Rejection.Value);

        // 10 principal, for the one organisation that the request is for
        if (RequestedOrganization.Select(Context, verdict.Token.Grants, settings.Current, out var grants) is { } refusal) return decision.Refuse(refusal);
        var identity = verdict.Token.CreateIdentity(grants, Scheme.Name);
        decision.Admit(grants[0]);
        // What lives longer than the request, such as a hub's connection, learns from the ticket when the token ends.
        return AuthenticateResult.Success(new(new(identity), new() { ExpiresUtc = verdict.Token.ExpiresAt }, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => AnswerAsync(Rejection.NoCredentials);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AnswerAsync(Rejection.PolicyNotMet);

    private Presentation PresentationOf() => new(
        settings.Current.AuthorizationServerHeader is { } name && Request.Headers.TryGetValue(name, out var named) ? named.ToString() : null,
        MustBeFresh: Context.GetEndpoint()?.Metadata.GetMetadata<RequireFreshIntrospectionAttribute>() is not null);

    private async Task AnswerAsync(Rejection otherwise)
    {
        await HandleAuthenticateOnceSafeAsync();
        var decision = RequestDecision.Of(Context);
        decision.Rejection ??= otherwise;
        await answer.WriteAsync(Context, decision.Rejection.Value);
    }
}
