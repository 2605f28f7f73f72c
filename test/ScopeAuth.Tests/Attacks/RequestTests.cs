using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section H of docs/security.md: what a request can make the API answer.</summary>
public sealed class RequestTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    [Theory]
    [InlineData("\\r\\nSet-Cookie: injected=1")]
    [InlineData("\\\", scope=\\\"injected")]
    [InlineData("\\u0000injected")]
    [InlineData("<script>injected</script>")]
    [InlineData("\\u202einjected\\u2066")]
    [InlineData("{0} ${jndi:ldap://injected}")]
    [InlineData("\\\\injected")]
    public async Task H149_H150_Nothing_of_a_token_comes_back_in_a_header_or_a_body(string text)
    {
        foreach (var member in (string[])["alg", "kid", "typ", "iss", "aud", "client_id", "exp", "cnf", "scope"])
        {
            var draft = api.Draft();
            (member is "alg" or "kid" or "typ" ? draft.Header : draft.Claims).Set(member, $"\"{text}\"");

            var answer = await api.AskAsync(draft);

            Assert.True(answer.Status is 401 or 403, $"{member}: {answer}");
            Assert.DoesNotContain("injected", answer.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Set-Cookie", answer.Headers, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("/whoami")]
    [InlineData("/open")]
    public async Task H155_A_fault_in_the_applications_own_code_lets_nobody_in(string path)
    {
        await using var broken = await TestApi.StartAsync(
            api.Server.ConfigurationFor("acme"),
            configure: builder => builder.Services.AddSingleton<IClaimsTransformation, Broken>(),
            clock: api.Clock);

        // The transformation is asked for an admitted token alone, and then the request ends: with a fault, and not at the endpoint.
        var answer = await broken.AskAsync(path, api.Draft().Build());

        Assert.Equal((500, ""), (answer.Status, answer.Body));
        Assert.Equal(path == "/open" ? 200 : 401, (await broken.AskAsync(path, "a.b.c")).Status);
    }

    [Theory]
    [InlineData("expired", 401)]
    [InlineData("forged", 401)]
    [InlineData("malformed", 401)]
    [InlineData("none", 401)]
    [InlineData("without a role", 403)]
    [InlineData("in two headers", 400)]
    public async Task H156_H158_Without_a_good_token_an_open_endpoint_sees_nobody_and_a_closed_one_is_never_optional(string what, int closed)
    {
        await using var open = await TestApi.StartAsync(
            api.Server.ConfigurationFor("acme"),
            map: app => app.MapGet("/who", (HttpContext context) => $"{context.User.Identity!.IsAuthenticated} {context.User.Claims.Count()} {context.User.Identity.Name}"),
            clock: api.Clock);
        var draft = api.Draft();
        if (what == "expired") draft.Claims.Set("exp", "1");
        if (what == "forged") draft.Sign = _ => new byte[64];
        if (what == "malformed") draft.TextChanges.Add(token => $"{token}.");
        if (what == "without a role") draft.Claims.Drop("scope");
        Task<Answer> AskAsync(string path) => open.AskAsync(path, what == "none" ? null : draft.Build(), change: request =>
        {
            if (what == "in two headers") request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {api.Draft().Build()}");
        });

        Assert.StartsWith("True ", (await open.AskAsync("/who", api.Draft().Build())).Body, StringComparison.Ordinal);
        var answer = await AskAsync("/who");
        Assert.Equal((200, "False 0 "), (answer.Status, answer.Body));
        Assert.Equal(closed, (await AskAsync("/firewall")).Status);
    }

    [Fact]
    public async Task H159_A_preflight_needs_no_token_and_opens_nothing()
    {
        await using var cors = await TestApi.StartAsync(
            api.Server.ConfigurationFor("acme"),
            configure: builder => builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins("https://app.example").WithHeaders("Authorization"))),
            map: app =>
            {
                app.UseCors();
                app.UseAuthentication();
                app.UseAuthorization();
            },
            clock: api.Clock);
        void Preflight(HttpRequestMessage request)
        {
            request.Headers.Add("Origin", "https://app.example");
            request.Headers.Add("Access-Control-Request-Method", "GET");
            request.Headers.Add("Access-Control-Request-Headers", "authorization");
        }

        var preflight = await cors.AskAsync("/whoami", method: HttpMethod.Options, change: Preflight);
        Assert.Equal((204, ""), (preflight.Status, preflight.Body));
        Assert.Contains("Access-Control-Allow-Origin: https://app.example", preflight.Headers, StringComparison.Ordinal);

        // What looks like one and is none has to bring a token.
        Assert.Equal(401, (await cors.AskAsync("/whoami", change: Preflight)).Status);
    }

    private sealed class Broken : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) => throw new InvalidOperationException("A fault of the application.");
    }
}
