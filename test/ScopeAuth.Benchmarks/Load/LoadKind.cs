using System.Text;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>One kind of request: where it goes, and the tokens that are sent in turn.</summary>
internal sealed class LoadKind(
    string name, ServerProcess server, string app, string path, IReadOnlyList<string?> tokens, int expectedStatus = 200, int? rareStatus = null)
{
    private const int Few = 16;

    private readonly byte[]?[] _requests = new byte[tokens.Count][];
    private long _answers;
    private long _rareAnswers;

    public string Name { get; } = name;

    public ServerProcess Server { get; } = server;

    public int Port { get; } = server.Ports[app];

    public string Path { get; } = path;

    public IReadOnlyList<string?> Tokens { get; } = tokens;

    public int ExpectedStatus { get; } = expectedStatus;

    /// <summary>What a few of the requests may be answered instead, where both are right; a server that said no more than this would not be measured.</summary>
    public int? RareStatus { get; } = rareStatus;

    public byte[] Next(ref int turn)
    {
        var number = turn++ % _requests.Length;
        return _requests[number] ??= Request(number);
    }

    /// <summary>Looks at an answer. The generator in C does the same.</summary>
    /// <exception cref="InvalidOperationException">It is a wrong one.</exception>
    public void Require(int status)
    {
        var answers = Interlocked.Increment(ref _answers);
        if (status == ExpectedStatus || (status == RareStatus && Interlocked.Increment(ref _rareAnswers) <= Few + (answers / 1000))) return;
        throw new InvalidOperationException($"'{Name}' is answered {status}, not {ExpectedStatus}.");
    }

    public byte[] Request(int number) => Encoding.ASCII.GetBytes(
        $"GET {Path} HTTP/1.1\r\nHost: localhost\r\n{(Tokens[number] is { } token ? $"Authorization: Bearer {token}\r\n" : "")}\r\n");
}
