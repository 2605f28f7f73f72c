using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rule 8: tokens are never written, neither whole nor in parts, and text of a refused token is not either.</summary>
public sealed class NothingWrittenTests(RefusalApi refusals, SevenServers servers) : IClassFixture<RefusalApi>, IClassFixture<SevenServers>
{
    private const string Mark = "m4rk3d";

    [Fact]
    public async Task H152_No_part_of_a_token_and_no_secret_is_written_anywhere()
    {
        using var written = new WrittenText(refusals.Api);
        foreach (var refusal in Refusal.All) written.Add(await refusal.Ask(refusals, written.Follow));
        var admitted = await refusals.Api.AskAsync("/whoami", refusals.Token("Auditor", "Operator"), change: written.Follow);
        Assert.Equal(200, admitted.Status);
        written.Add(admitted);
        foreach (var record in refusals.Sink.Asked) written.Add(JsonSerializer.Serialize(record with { ClientIp = null }));

        var all = await written.AllAsync();

        AssertSeen(written, all);
        AssertNoPiece(all, refusals.Api.Sent);
        // Every refused token and request says 'secret' somewhere; the path of one of them does too.
        Assert.DoesNotContain(all, text => text.Replace("/secret/whoami", "", StringComparison.Ordinal).Contains("secret", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task H152_No_part_of_a_token_of_any_vendor_is_written_anywhere()
    {
        using var written = new WrittenText(servers.Api);
        foreach (var vendor in SevenServers.Vendors)
        {
            foreach (var token in Tokens(vendor))
            {
                token.Claims[Mark] = Mark;
                token.Header[Mark] = Mark;
                written.Add(await servers.Api.AskAsync("/whoami", servers[vendor].IssueToken(token), change: written.Follow));
            }
        }

        var all = await written.AllAsync();

        AssertSeen(written, all);
        AssertNoPiece(all, servers.Api.Sent);
        Assert.DoesNotContain(all, text => text.Contains(Mark, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task H152_Neither_the_principal_nor_the_ticket_holds_the_token()
    {
        ClaimsPrincipal? caller = null;
        AuthenticateResult? result = null;
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("acme"), map: app => app.MapGet("/keep", (HttpContext context) =>
        {
            caller = context.User;
            result = context.Features.Get<IAuthenticateResultFeature>()!.AuthenticateResult;
        }).RequireAuthorization());
        await api.Services.GetRequiredService<KeyRings>().All.Single().RefreshAsync();
        Assert.Equal(200, (await api.AskAsync("/keep", server.IssueToken($"{TestServers.Organization}::Auditor"))).Status);

        var pieces = WrittenText.PiecesOf(api.Sent);
        Assert.Null(Assert.IsAssignableFrom<ClaimsIdentity>(caller!.Identity).BootstrapContext);
        Assert.NotEmpty(caller.Claims);
        Assert.Empty(caller.Claims.SelectMany(claim => WrittenText.Found($"{claim} {string.Join(' ', claim.Properties)}", pieces)));
        Assert.Empty(result!.Properties!.Items.SelectMany(item => WrittenText.Found($"{item}", pieces)));
        Assert.Empty(result.Properties.GetTokens());
    }

    [Fact]
    public async Task H153_Tags_are_configured_names_and_rejections()
    {
        using var written = new WrittenText(servers.Api);
        foreach (var vendor in SevenServers.Vendors)
            foreach (var token in Tokens(vendor)) await servers.Api.AskAsync("/whoami", servers[vendor].IssueToken(token), change: written.Follow);
        await servers.Api.AskAsync("/whoami", "a.b.c", change: written.Follow);
        await written.AllAsync();

        var values = written.Tags.GroupBy(tag => tag.Key).ToDictionary(tags => tags.Key, tags => tags.Select(tag => $"{tag.Value}").ToHashSet());
        Assert.Empty(values["scopeauth.rejection"].Except(Enum.GetNames<Rejection>()));
        Assert.Empty(values["scopeauth.authorization_server"].Except([.. Enum.GetNames<Vendor>(), "unknown"]));
        Assert.All(values, tag => Assert.InRange(tag.Value.Count, 1, 20));
    }

    /// <summary>One that is admitted, and one for each thing that can be read of a token before it is refused.</summary>
    private IEnumerable<TestToken> Tokens(Vendor vendor)
    {
        var scope = $"{SevenServers.OrganizationOf(vendor)}::Auditor";
        var other = servers[vendor == Vendor.Generic ? Vendor.Okta : Vendor.Generic];
        TestToken With(Action<TestToken>? change = null)
        {
            var token = SevenServers.Claiming(vendor, scope);
            change?.Invoke(token);
            return token;
        }

        yield return With();
        yield return With(token => token.Header["alg"] = Mark);
        yield return With(token => token.Header["kid"] = Mark);
        yield return With(token => token.Header["typ"] = Mark);
        yield return With(token => token.Header["crit"] = new JsonArray(Mark));
        foreach (var claim in (string[])["iss", "aud", "exp", "nbf", "iat", "client_id", "azp", "appid", "cid", "sub", "jti", "scope", "scp", "roles", "nonce", "events", "cnf"])
            // Of an admitted token the ID and the client are written, as text; that is what they are for.
            yield return With(token => token.Claims[claim] = claim is "sub" or "jti" ? new JsonArray(Mark) : Mark);
        yield return new() { Scopes = [scope], BreakSignature = true };
        yield return new() { Scopes = [scope], SignWith = other, Header = { ["kid"] = servers[vendor].KeyId } };
        yield return new() { Scopes = [scope], WithoutSignature = true };
        yield return new() { Scopes = [scope], HmacKey = Encoding.ASCII.GetBytes(servers[vendor].PublicKeyPem) };
        yield return new() { Scopes = [scope], RawPayload = $$"""{"iss":"{{Mark}}",}""" };
        yield return new() { Scopes = [$"{SevenServers.OrganizationOf(vendor)}::{Mark}"] };
    }

    private static void AssertSeen(WrittenText written, IReadOnlyList<string> all)
    {
        Assert.True(all.Count > 200, $"{all.Count} texts");
        Assert.True(written.Spans > 20, $"{written.Spans} spans");
        Assert.True(written.Measurements > 20, $"{written.Measurements} measurements");
    }

    private static void AssertNoPiece(IReadOnlyList<string> all, IEnumerable<string> tokens)
    {
        var pieces = WrittenText.PiecesOf(tokens);
        Assert.True(pieces.Count > 1000, $"{pieces.Count} pieces");
        Assert.NotEmpty(WrittenText.Found($"Bearer {tokens.First(token => token.Distinct().Count() > 30)}", pieces));
        Assert.Empty(all.SelectMany(text => WrittenText.Found(text, pieces)));
    }
}
