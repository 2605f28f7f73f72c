using System.Text;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>One kind of request: where it goes, and the tokens that are sent in turn.</summary>
internal sealed class LoadKind(string name, ServerProcess server, string app, string path, IReadOnlyList<string?> tokens, int expectedStatus = 200)
{
    private readonly byte[]?[] _requests = new byte[tokens.Count][];

    public string Name { get; } = name;

    public ServerProcess Server { get; } = server;

    public int Port { get; } = server.Ports[app];

    public string Path { get; } = path;

    public IReadOnlyList<string?> Tokens { get; } = tokens;

    public int ExpectedStatus { get; } = expectedStatus;

    public byte[] Next(ref int turn)
    {
        var number = turn++ % _requests.Length;
        return _requests[number] ??= Request(number);
    }

    public byte[] Request(int number) => Encoding.ASCII.GetBytes(
        $"GET {Path} HTTP/1.1\r\nHost: localhost\r\n{(Tokens[number] is { } token ? $"Authorization: Bearer {token}\r\n" : "")}\r\n");
}
