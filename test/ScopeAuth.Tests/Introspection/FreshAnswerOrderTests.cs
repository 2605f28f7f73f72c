using Microsoft.AspNetCore.Builder;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>Where nobody could know the endpoint when the token was judged, the demand for a fresh answer is not met, and not forgotten either.</summary>
public sealed class FreshAnswerOrderTests
{
    [Fact]
    public async Task An_application_that_authenticates_before_it_routes_refuses()
    {
        var clock = new FakeClock();
        await using var server = new FaultServer();
        server.AnswerWith(AskingApi.Active(clock.GetUtcNow()));
        await using var api = await TestApi.StartAsync(
            AskingApi.Settings(server),
            map: app =>
            {
                app.UseAuthentication();
                app.UseRouting();
                app.UseAuthorization();
                app.MapGet("/fresh", () => "fresh").RequireApiRole("Auditor").RequireFreshIntrospection();
            },
            clock: clock);

        Assert.Equal(Rejection.PolicyNotMet, (await api.AskAsync("/fresh", AskingApi.NewToken())).Rejection);
        Assert.Equal(200, (await api.AskAsync("/whoami", AskingApi.NewToken())).Status);
    }
}
