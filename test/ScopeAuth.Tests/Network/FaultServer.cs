using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScopeAuth.Tests.Network;

/// <summary>An HTTP server on a real socket that can fail in every way a server can. It closes each connection after one answer.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Task _accepting;

    public FaultServer()
    {
        _listener.Start(backlog: 512);
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>What a request is answered with. It gets the path and may write whatever it likes.</summary>
    public Func<string, Stream, CancellationToken, Task> Answer { get; set; } = (_, stream, token) => stream.WriteAsync(Response("not set", status: 500), token).AsTask();

    public Uri Address { get; }

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public Uri Jwks => new(Address, "/jwks");

    /// <summary>The paths asked for so far.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>The whole requests, headers and bodies.</summary>
    public IReadOnlyList<string> Texts => [.. _texts];

    public void AnswerWith(string body, string contentType = "application/json", string headers = "") =>
        Answer = (_, stream, token) => stream.WriteAsync(Response(body, 200, contentType, headers), token).AsTask();

    public void AnswerWithStatus(int status, string headers = "") =>
        Answer = (_, stream, token) => stream.WriteAsync(Response("{}", status, "application/json", headers), token).AsTask();

    /// <summary>Never answers, as seen after the given bytes.</summary>
    public void HangAfter(string bytes) =>
        Answer = async (_, stream, token) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes), token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        };

    /// <summary>From now on, connections are refused.</summary>
    public void StopListening() => _listener.Stop();

    public Task WhenRequestedAsync(CancellationToken cancellationToken) => _arrived.WaitAsync(cancellationToken);

    public static byte[] Response(string body, int status = 200, string? contentType = "application/json", string headers = "")
    {
        var content = Encoding.UTF8.GetBytes(body);
        var type = contentType is null ? "" : $"Content-Type: {contentType}\r\n";
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\n{type}{headers}Content-Length: {content.Length}\r\nConnection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. content];
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
        _arrived.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped, during an accept or between two.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                if (await ReadPathAsync(stream) is not { } path) return;
                _requests.Enqueue(path);
                _arrived.Release();
                await Answer(path, stream, _stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The client went away, or the server stops.
            }
        }
    }

    private async Task<string?> ReadPathAsync(NetworkStream stream)
    {
        var head = new byte[16 * 1024];
        var length = 0;
        while (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), _stopping.Token);
            if (read == 0) return null;
            length += read;
        }
        var text = Encoding.ASCII.GetString(head, 0, length);
        var missing = ContentLengthOf(text) - (length - (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4));
        if (missing > 0)
        {
            var body = new byte[missing];
            await stream.ReadExactlyAsync(body, _stopping.Token);
            text += Encoding.ASCII.GetString(body);
        }
        _texts.Enqueue(text);
        return text.Split(' ')[1];
    }

    private static int ContentLengthOf(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head[(at + Name.Length)..head.IndexOf('\r', at)], CultureInfo.InvariantCulture);
    }
}
