using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.JwtBearer.Tests;

public sealed class RevokedTests
{
    [Fact]
    public async Task A_revoked_token_is_refused_though_the_handler_still_accepts_it()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync(server);
        var token = server.IssueToken($"{TestServers.Organization}::Auditor");
        var other = server.IssueToken($"{TestServers.Organization}::Auditor");
        var id = (await api.AskAsync("/whoami", token)).Json.GetProperty("tokenId").GetString()!;

        await api.Services.GetRequiredService<IRevocationList>().RevokeAsync(
            new NewRevocation
            {
                Target = RevocationTarget.Token("server0", id),
                Reason = RevocationReason.RevokedByAdministrator,
                RevokedBy = "administrator",
            },
            TestContext.Current.CancellationToken);

        var refused = await api.AskAsync("/whoami", token);
        Assert.Equal((401, Rejection.Revoked), (refused.Status, refused.Rejection));
        Assert.Equal("Bearer realm=\"api\", error=\"invalid_token\", error_description=\"The access token was revoked\"", refused.Challenge);
        Assert.Equal((Rejection.Revoked, id), (api.LastRecord.Rejection, api.LastRecord.TokenId));
        Assert.Equal(200, (await api.AskAsync("/whoami", other)).Status);
    }
}
