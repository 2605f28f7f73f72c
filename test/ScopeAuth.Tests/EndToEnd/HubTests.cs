using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

public sealed class HubTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private TestAuthorizationServer _server = null!;
    private TestApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync(clock: _clock);
        _api = await TestApi.StartAsync(
            _server.ConfigurationFor("server"),
            configure: builder => builder.Services.AddSignalR(),
            map: app =>
            {
                app.MapHub<RuleHub>("/hub");
                app.MapHub<FirewallHub>("/firewall-hub");
            },
            clock: _clock);
    }

    [Theory]
    [InlineData("Open", "Auditor", true)]
    [InlineData("ForOperators", "Auditor", false)]
    [InlineData("ForOperators", "Operator", true)]
    [InlineData("ViewRules", "Auditor", true)]
    [InlineData("ViewRules", "Operator", false)]
    [InlineData("ChangeRules", "Auditor", false)]
    [InlineData("ChangeRules", "FirewallAdmin", true)]
    [InlineData("AccessByMethod", "Auditor", false)]        // a call has no method that only reads
    [InlineData("AccessByMethod", "FirewallAdmin", true)]
    public async Task A_hub_method_demands_the_role_that_its_attribute_names(string method, string role, bool allowed)
    {
        await using var hub = await HubConnection.ConnectAsync(_api, "/hub", Token(role));

        var (result, error) = await hub.InvokeAsync(method);

        Assert.Equal(allowed, error is null);
        Assert.Equal(allowed ? method : null, result);
    }

    [Theory]
    [InlineData("/hub", "FirewallAdmin", true)]
    [InlineData("/hub", "Operator", true)]
    [InlineData("/firewall-hub", "FirewallAdmin", true)]
    [InlineData("/firewall-hub", "Operator", false)]
    [InlineData("/firewall-hub", "Auditor", false)]         // View would be enough for GET, and a connection is opened by GET
    public async Task A_hub_demands_the_role_that_its_attribute_names_on_every_transport(string path, string role, bool allowed)
    {
        var negotiation = await _api.AskAsync($"{path}/negotiate?negotiateVersion=1", Token(role), HttpMethod.Post);
        Assert.Equal(allowed ? 200 : 403, negotiation.Status);

        if (allowed) await (await HubConnection.ConnectAsync(_api, path, Token(role))).DisposeAsync();
        else Assert.Equal(HttpStatusCode.Forbidden, await RefusedStatusAsync(path, Token(role)));
    }

    [Fact]
    public async Task A_hub_is_closed_to_requests_without_a_token() =>
        Assert.Equal(401, (await _api.AskAsync("/hub/negotiate?negotiateVersion=1", method: HttpMethod.Post)).Status);

    [Fact]
    public async Task No_method_is_called_with_a_token_that_expired_after_the_connection_was_opened()
    {
        await using var hub = await HubConnection.ConnectAsync(_api, "/hub", Token("Operator"));

        _clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(59));
        Assert.Equal("ForOperators", (await hub.InvokeAsync("ForOperators")).Result);
        _clock.Advance(TimeSpan.FromSeconds(1));                // the clock skew is over, too

        Assert.NotNull((await hub.InvokeAsync("ForOperators")).Error);
    }

    [Fact]
    public async Task A_call_on_a_connection_leaves_the_name_that_the_connection_was_opened_under()
    {
        var token = _server.IssueToken($"{TestServers.Organization}::Auditor", $"{TestServers.Organization}::Operator");
        await using var hub = await HubConnection.ConnectAsync(_api, "/hub", token);

        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", (await hub.InvokeAsync("Name")).Result);
        Assert.Equal("ForOperators", (await hub.InvokeAsync("ForOperators")).Result);
        Assert.Equal("oauth-Auditor$@1234567.zscaler.net", (await hub.InvokeAsync("Name")).Result);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _server.DisposeAsync();
    }

    private string Token(string role) => _server.IssueToken($"{TestServers.Organization}::{role}");

    private async Task<HttpStatusCode> RefusedStatusAsync(string path, string token)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        var address = new UriBuilder(new Uri(_api.Http.BaseAddress!, path)) { Scheme = "ws" }.Uri;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, TestContext.Current.CancellationToken));
        return socket.HttpStatusCode;
    }

    [RequireApiRole("Auditor", "Operator", "FirewallAdmin")]
    private sealed class RuleHub : Hub
    {
        public string Open() => nameof(Open);

        public string? Name() => Context.User!.Identity!.Name;

        [RequireApiRole("Operator")]
        public string ForOperators() => nameof(ForOperators);

        [RequireApiAccess("Firewall", ApiAccess.View)]
        public string ViewRules() => nameof(ViewRules);

        [RequireApiAccess("Firewall", ApiAccess.Full)]
        public string ChangeRules() => nameof(ChangeRules);

        [RequireApiAccess("Firewall")]
        public string AccessByMethod() => nameof(AccessByMethod);
    }

    [RequireApiAccess("Firewall")]
    private sealed class FirewallHub : Hub;
}
