using System.Net;

namespace ScopeAuth.Testing.Tests;

public sealed class FaultTests : IAsyncLifetime
{
    private TestAuthorizationServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await TestAuthorizationServer.StartAsync(Vendor.Generic, options => options.Algorithm = "ES256", Http.Cancelled);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_outage_answers_503_and_ends_when_it_is_switched_off()
    {
        _server.Faults.Outage = true;
        using var during = await Http.Client.GetAsync(_server.JwksUri, Http.Cancelled);
        _server.Faults.Outage = false;
        using var after = await Http.Client.GetAsync(_server.JwksUri, Http.Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, during.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal(2, _server.Requests.Keys);
    }

    [Fact]
    public async Task A_held_request_waits_until_the_test_lets_it_go()
    {
        var hold = _server.Faults.Hold();
        var request = Http.GetJsonAsync(_server.JwksUri);
        await _server.Requests.WaitForAsync(TestEndpoint.Keys, 1, Http.Cancelled);

        Assert.False(request.IsCompleted);
        hold.Dispose();
        Assert.NotNull((await request)["keys"]);
    }

    [Fact]
    public async Task A_server_that_holds_requests_can_still_be_disposed()
    {
        _server.Faults.Hold();
        var request = Http.GetJsonAsync(_server.JwksUri);
        await _server.Requests.WaitForAsync(TestEndpoint.Keys, 1, Http.Cancelled);

        await _server.DisposeAsync();

        Assert.NotNull((await request)["keys"]);
    }

    [Fact]
    public async Task Metadata_can_name_another_issuer()
    {
        _server.Faults.MetadataIssuer = "https://other.example";

        Assert.Equal("https://other.example", (string?)(await Http.GetJsonAsync(_server.MetadataUri))["issuer"]);
        Assert.Equal(_server.Issuer, (string?)ParsedToken.Of(_server.IssueToken()).Payload["iss"]);
    }

    [Fact]
    public async Task Documents_can_be_replaced_by_any_text()
    {
        (_server.Faults.MetadataBody, _server.Faults.KeysBody, _server.Faults.IntrospectionBody) = ("<html>", """{"keys":[]}""", "[]");
        using var introspection = await Http.PostAsync(_server.IntrospectionEndpoint!, ("token", "any"));

        Assert.Equal("<html>", await Http.Client.GetStringAsync(_server.MetadataUri, Http.Cancelled));
        Assert.Equal("[]", await introspection.Content.ReadAsStringAsync(Http.Cancelled));
        Assert.Equal("""{"keys":[]}""", await Http.Client.GetStringAsync(_server.JwksUri, Http.Cancelled));
    }

    [Fact]
    public async Task Times_come_from_the_time_provider_and_the_clocks_difference()
    {
        var now = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        await using var server = new TestAuthorizationServer(
            Vendor.Generic, new("http://as.example"), options => options.TimeProvider = new StoppedClock(now));
        var right = ParsedToken.Of(server.IssueToken());
        server.Faults.ClockDifference = TimeSpan.FromMinutes(-7);
        var behind = ParsedToken.Of(server.IssueToken());

        Assert.Equal(now.ToUnixTimeSeconds(), (long)right.Payload["iat"]!);
        Assert.Equal(3600, right.Lifetime);
        Assert.Equal(now.ToUnixTimeSeconds() - (7 * 60), (long)behind.Payload["iat"]!);
    }

    [Fact]
    public async Task Key_sets_say_how_long_they_may_be_kept()
    {
        await using var okta = await TestAuthorizationServer.StartAsync(Vendor.Okta, cancellationToken: Http.Cancelled);
        await using var hasty = await TestAuthorizationServer.StartAsync(
            Vendor.Okta, options => options.KeysCacheControl = "no-cache, no-store", Http.Cancelled);
        using var usual = await Http.Client.GetAsync(okta.JwksUri, Http.Cancelled);
        using var wrong = await Http.Client.GetAsync(hasty.JwksUri, Http.Cancelled);

        Assert.Equal(TimeSpan.FromSeconds(3832304), usual.Headers.CacheControl?.MaxAge);
        Assert.True(wrong.Headers.CacheControl?.NoStore);
    }
}
