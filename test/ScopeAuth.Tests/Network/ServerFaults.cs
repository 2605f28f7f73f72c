using System.IO.Compression;
using System.Text;
using ScopeAuth.Tests.Keys;

namespace ScopeAuth.Tests.Network;

/// <summary>Every way in which an authorization server fails to give its keys, by name.</summary>
internal static class ServerFaults
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";

    // 16 KB that unpack to 16 MB.
    private static readonly Lazy<byte[]> Bomb = new(() =>
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(new byte[16 * 1024 * 1024]);
        return packed.ToArray();
    });

    /// <summary>For each: what the server does from now on, and how many requests one fetch then makes.</summary>
    public static IReadOnlyDictionary<string, (Action<FaultServer> Begin, int Requests)> All { get; } =
        new Dictionary<string, (Action<FaultServer>, int)>(StringComparer.Ordinal)
        {
            ["refused connections"] = (server => server.StopListening(), 0),
            ["hanging before the headers"] = (server => server.HangAfter(""), 1),
            ["hanging in the headers"] = (server => server.HangAfter("HTTP/1.1 200 OK\r\nContent-Type: appli"), 1),
            ["hanging in the body"] = (server => server.HangAfter(Ok + "Content-Length: 5000\r\n\r\n{\"keys\":["), 1),
            ["a byte now and then"] = (server => server.Answer = TrickleAsync, 1),
            ["status 500"] = (server => server.AnswerWithStatus(500), 3),
            ["status 404"] = (server => server.AnswerWithStatus(404), 1),
            ["status 429 with Retry-After"] = (server => server.AnswerWithStatus(429, "Retry-After: 60\r\n"), 1),
            ["HTML"] = (server => server.AnswerWith("<html>Sign in</html>", "text/html"), 1),
            ["truncated JSON"] = (server => server.AnswerWith("{\"keys\":[{\"kty\":\"RSA\","), 1),
            ["no JSON"] = (server => server.AnswerWith("keys"), 1),
            ["an empty set"] = (server => server.AnswerWith("{\"keys\":[]}"), 1),
            ["a set of too many keys"] = (server => server.AnswerWith(Jwks.Set([.. Enumerable.Range(0, 65).Select(number => Jwks.Rsa($"key-{number}"))])), 1),
            ["a huge document"] = (server => server.AnswerWith(new string(' ', 4 * 1024 * 1024) + "{}"), 1),
            ["an endless document"] = (server => server.Answer = FloodAsync, 1),
            ["a gzip bomb"] = (server => server.Answer = (_, stream, token) =>
                WriteAsync(stream, [.. Encoding.ASCII.GetBytes($"{Ok}Content-Encoding: gzip\r\nContent-Length: {Bomb.Value.Length}\r\n\r\n"), .. Bomb.Value], token), 1),
            ["a broken connection"] = (server => server.Answer = (_, stream, token) => WriteAsync(stream, Encoding.ASCII.GetBytes(Ok + "Content-Length: 5000\r\n\r\n{"), token), 1),
            ["another protocol"] = (server => server.Answer = (_, stream, token) => WriteAsync(stream, "SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray(), token), 1),
            ["a redirect in a circle"] = (server => server.AnswerWithStatus(302, "Location: /jwks\r\n"), 4),
            ["a redirect to http elsewhere"] = (server => server.AnswerWithStatus(302, "Location: http://as.example/jwks\r\n"), 1),
            ["a redirect to a private address"] = (server => server.AnswerWithStatus(302, "Location: https://10.0.0.1/jwks\r\n"), 1),
        };

    private static Task WriteAsync(Stream stream, byte[] bytes, CancellationToken cancellationToken) => stream.WriteAsync(bytes, cancellationToken).AsTask();

    private static async Task TrickleAsync(string path, Stream stream, CancellationToken cancellationToken)
    {
        await WriteAsync(stream, Encoding.ASCII.GetBytes(Ok + "\r\n"), cancellationToken);
        while (true)
        {
            await WriteAsync(stream, " "u8.ToArray(), cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task FloodAsync(string path, Stream stream, CancellationToken cancellationToken)
    {
        await WriteAsync(stream, Encoding.ASCII.GetBytes(Ok + "\r\n"), cancellationToken);
        while (true) await WriteAsync(stream, new byte[64 * 1024], cancellationToken);
    }
}
