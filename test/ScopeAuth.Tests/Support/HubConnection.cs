using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace ScopeAuth.Tests.Support;

/// <summary>A SignalR client that speaks the JSON hub protocol over a WebSocket, without negotiation.</summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private const char EndOfMessage = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private int _invocations;

    public static async Task<HubConnection> ConnectAsync(TestApi api, string path, string token)
    {
        var hub = new HubConnection();
        hub._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        var address = new UriBuilder(new Uri(api.Http.BaseAddress!, path)) { Scheme = "ws" }.Uri;
        await hub._socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        await hub.SendAsync(new { protocol = "json", version = 1 });
        await hub.ReceiveAsync();
        return hub;
    }

    /// <summary>Calls a method of the hub without arguments.</summary>
    /// <returns>Its text, or the error that the hub answered with.</returns>
    public async Task<(string? Result, string? Error)> InvokeAsync(string method)
    {
        var id = $"{++_invocations}";
        await SendAsync(new { type = 1, invocationId = id, target = method, arguments = Array.Empty<object>() });
        while (true)
        {
            foreach (var message in await ReceiveAsync())
            {
                if (message.TryGetProperty("type", out var type) && type.GetInt32() == 7) return (null, "closed");
                if (!message.TryGetProperty("invocationId", out var answered) || answered.GetString() != id) continue;
                return (Text(message, "result"), Text(message, "error"));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        _socket.Dispose();
    }

    private static string? Text(JsonElement message, string member) => message.TryGetProperty(member, out var value) ? value.ToString() : null;

    private Task SendAsync(object message) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + EndOfMessage), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<JsonElement>> ReceiveAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        do
        {
            var received = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (received.MessageType == WebSocketMessageType.Close) return [JsonDocument.Parse("""{"type":7}""").RootElement];
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
        }
        while (text[^1] != EndOfMessage);
        return [.. text.ToString().Split(EndOfMessage, StringSplitOptions.RemoveEmptyEntries).Select(message => JsonDocument.Parse(message).RootElement)];
    }
}
