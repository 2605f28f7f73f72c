using System.Text;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>One kind of request: where it goes, and the texts that are sent in turn.</summary>
internal sealed class LoadKind(string name, ServerProcess server, string app, string path, IReadOnlyList<string?> tokens, int expectedStatus = 200)
{
    private readonly byte[][] _requests = [.. tokens.Select(token => Request(path, token))];

    public string Name { get; } = name;

    public ServerProcess Server { get; } = server;

    public int Port { get; } = server.Ports[app];

    public int ExpectedStatus { get; } = expectedStatus;

    public byte[] Next(ref int turn) => _requests[turn++ % _requests.Length];

    private static byte[] Request(string path, string? token) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}\r\n");
}
