using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Bearer;

/// <summary>ScopeAuth's own scheme: hands the request to its road, and the refused ones to their answer. It decides nothing itself.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, RequestAuthentication requests)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => requests.AuthenticateAsync(Context, Scheme.Name);

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => AnswerAsync(Rejection.NoCredentials);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AnswerAsync(Rejection.PolicyNotMet);

    private async Task AnswerAsync(Rejection otherwise)
    {
        await HandleAuthenticateOnceSafeAsync();
        await requests.AnswerAsync(Context, otherwise);
    }
}
