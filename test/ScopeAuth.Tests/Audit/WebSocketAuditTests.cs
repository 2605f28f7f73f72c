using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Tests.Audit;

/// <summary>An upgrade starts the response without its body.</summary>
public sealed class WebSocketAuditTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upgrade_has_its_record_before_the_client_is_connected()
    {
        await using var host = await StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-Role", "Operator");
        await socket.ConnectAsync(new UriBuilder(host.Client.BaseAddress!) { Scheme = "ws" }.Uri, Cancellation);

        Assert.Equal((AuditResult.Success, 101), (Assert.Single(host.Sink.Kept).Result, host.Sink.Kept.Single().StatusCode));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);
    }

    [Fact]
    public async Task Without_its_record_there_is_no_upgrade()
    {
        await using var host = await StartAsync();
        host.Sink.Fail();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-Role", "Operator");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(host.Client.BaseAddress!) { Scheme = "ws" }.Uri, Cancellation));
        Assert.NotEqual(WebSocketState.Open, socket.State);
    }

    private static Task<AuditHost> StartAsync() => AuditHost.StartAsync(app =>
    {
        app.UseWebSockets();
        app.MapGet("/", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.ReceiveAsync(new byte[16], CancellationToken.None);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }).RequireAuthorization("Operator");
    });
}
