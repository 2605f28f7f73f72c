using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Revocation;
using ScopeAuth.Testing;

namespace ScopeAuth.Tests.Support;

/// <summary>How a request is refused for one reason, and what the client must be told.</summary>
internal sealed record Refusal(Rejection Rejection, int Status, string? Error, string Sentence, Func<RefusalApi, Action<HttpRequestMessage>?, Task<Answer>> Ask)
{
    private const string Malformed = "The access token is malformed";
    private const string Invalid = "The access token is invalid";
    private const string TooWeak = "The role of the access token does not reach this endpoint";

    public static readonly IReadOnlyList<Refusal> All =
    [
        new(Rejection.NoCredentials, 401, null, "An access token is required", (api, change) => api.Api.AskAsync("/whoami", change: change)),
        new(Rejection.InvalidRequest, 400, "invalid_request", "The request must carry one bearer token in one Authorization header",
            (api, change) => api.Api.AskAsync("/whoami", change: request => { request.Headers.TryAddWithoutValidation("Authorization", "Bearer a b"); change?.Invoke(request); })),
        Raw(Rejection.TokenTooLong, Malformed, _ => new string('a', 16 * 1024 + 1)),
        Raw(Rejection.Malformed, Malformed, _ => "secret.secret"),
        Raw(Rejection.EncryptedToken, Malformed, _ => "secret.secret.secret.secret.secret"),
        Made(Rejection.UnsupportedHeader, Invalid, _ => new() { Header = { ["crit"] = new JsonArray("exp") } }),
        Made(Rejection.UnknownIssuer, Invalid, _ => new() { Claims = { ["iss"] = "https://secret.example" } }),
        Made(Rejection.AlgorithmNotAllowed, Invalid, _ => new() { Header = { ["alg"] = "HS256" } }),
        Made(Rejection.TokenTypeNotAllowed, Invalid, _ => new() { Header = { ["typ"] = "logout+jwt" } }),
        Made(Rejection.InvalidClaim, Invalid, _ => new() { Claims = { ["exp"] = "secret" } }),
        Made(Rejection.Expired, "The access token expired", api => new() { IssuedAt = api.Clock.GetUtcNow().AddHours(-2) }),
        Made(Rejection.NotYetValid, "The access token is not yet valid", api => new() { IssuedAt = api.Clock.GetUtcNow().AddMinutes(2) }),
        Made(Rejection.LifetimeTooLong, Invalid, _ => new() { Lifetime = TimeSpan.FromHours(25) }),
        Made(Rejection.WrongAudience, Invalid, _ => new() { Audience = "https://secret.example" }),
        Made(Rejection.WrongClient, Invalid, _ => new() { ClientId = "secret" }),
        Made(Rejection.UnverifiedBinding, "The access token is not bound to this client", _ => new() { Claims = { ["cnf"] = new JsonObject { ["jkt"] = "secret" } } }),
        Made(Rejection.UnknownKey, Invalid, _ => new() { Header = { ["kid"] = "secret" } }),
        new(Rejection.KeysUnavailable, 503, null, "The access token cannot be checked at the moment",
            (api, change) => api.Api.AskAsync("/whoami", api.WithoutKeys.IssueToken("secret"), change: change)) { RetryAfter = "30" },
        Made(Rejection.BadSignature, Invalid, _ => new() { BreakSignature = true }),
        Forbidden(Rejection.NoUsableRole, "The access token carries no role of this API", "/whoami", api => api.Token("Secret")),
        Forbidden(Rejection.InsufficientRole, TooWeak, "/firewall", api => api.Token("Operator")),
        Forbidden(Rejection.OrganizationNotNamed, "The request must name one organisation", "/whoami", api => api.Server.IssueToken(
            $"{TestServers.Organization}::Auditor", $"{TestServers.Other}::Auditor")),
        Forbidden(Rejection.OrganizationNotGranted, "The access token does not reach this organisation", "/secret/whoami", api => api.Token("Auditor")),
        Forbidden(Rejection.PolicyNotMet, TooWeak, "/never", api => api.Token("Auditor")),
        new(Rejection.Inactive, 401, "invalid_token", Invalid,
            (api, change) => api.Api.AskAsync("/whoami", api.WithInactiveTokens.IssueToken("secret"), change: change)),
        new(Rejection.IntrospectionUnavailable, 503, null, "The access token cannot be checked at the moment",
            (api, change) => api.Api.AskAsync("/whoami", api.WithoutAnswers.IssueToken("secret"), change: change)) { RetryAfter = "10" },
        new(Rejection.AuditUnavailable, 503, null, "The request cannot be recorded at the moment", AskWithoutSinkAsync) { RetryAfter = "5" },
        new(Rejection.Revoked, 401, "invalid_token", "The access token was revoked", AskRevokedAsync),
        new(Rejection.RevocationUnavailable, 503, null, "Whether the access token was revoked cannot be known at the moment", AskWithoutRevocationsAsync) { RetryAfter = "5" },
    ];

    /// <summary>What no request to this API can bring about: a fault inside the validator would have to be found first, no other handler stands beside, and no store is registered that could be out of reach.</summary>
    public static readonly IReadOnlyList<Rejection> NotProvoked =
        [Rejection.InternalFault, Rejection.RefusedByHandler, Rejection.RegistrationUnavailable, Rejection.ForeignForm];

    public string? RetryAfter { get; init; }

    public static TheoryData<Rejection> Rejections => [.. All.Select(refusal => refusal.Rejection)];

    public static Refusal Of(Rejection rejection) => All.Single(refusal => refusal.Rejection == rejection);

    private static Refusal Raw(Rejection rejection, string sentence, Func<RefusalApi, string> token) =>
        new(rejection, 401, "invalid_token", sentence, (api, change) => api.Api.AskAsync("/whoami", token(api), change: change));

    private static Refusal Made(Rejection rejection, string sentence, Func<RefusalApi, TestToken> make) => Raw(rejection, sentence, api =>
    {
        var token = make(api);
        token.Scopes.Add($"{TestServers.Organization}::Auditor");
        return api.Token(token);
    });

    private static Refusal Forbidden(Rejection rejection, string sentence, string path, Func<RefusalApi, string> token) =>
        new(rejection, 403, "insufficient_scope", sentence, (api, change) => api.Api.AskAsync(path, token(api), change: change));

    private static async Task<Answer> AskRevokedAsync(RefusalApi api, Action<HttpRequestMessage>? change)
    {
        var token = api.Token("Auditor");
        var id = (await api.Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)).Token!.TokenId!;
        await api.Api.Services.GetRequiredService<IRevocationList>().RevokeAsync(
            new NewRevocation { Target = RevocationTarget.Token("acme", id), Reason = RevocationReason.RevokedByAdministrator, RevokedBy = "secret" },
            TestContext.Current.CancellationToken);
        return await api.Api.AskAsync("/whoami", token, change: change);
    }

    private static async Task<Answer> AskWithoutRevocationsAsync(RefusalApi api, Action<HttpRequestMessage>? change)
    {
        api.Clock.Advance(TimeSpan.FromSeconds(31));
        try
        {
            return await api.Api.AskAsync("/whoami", api.Token("Auditor"), change: change);
        }
        finally
        {
            api.Revocations.Speak();
            var view = api.Api.Services.GetRequiredService<RevocationView>();
            await Eventually.IsTrueAsync(() => view.CompleteAsOf == api.Clock.GetUtcNow());
        }
    }

    private static async Task<Answer> AskWithoutSinkAsync(RefusalApi api, Action<HttpRequestMessage>? change)
    {
        api.Sink.Fail();
        try
        {
            // The first request finds out; from the second on none reaches its endpoint.
            Assert.Equal(503, (await api.Api.AskAsync("/whoami", api.Token("Auditor"))).Status);
            return await api.Api.AskAsync("/whoami", api.Token("Auditor"), change: change);
        }
        finally
        {
            // The record of the next request, which is refused, shows the trail that the sink is back.
            api.Sink.Recover();
            await api.Api.AskAsync("/whoami", api.Token("Auditor"));
        }
    }
}
