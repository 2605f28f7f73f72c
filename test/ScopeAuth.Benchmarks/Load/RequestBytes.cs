namespace ScopeAuth.Benchmarks.Load;

/// <summary>Bytes that a server allocates for one request of a kind, as its runtime counts them.</summary>
internal static class RequestBytes
{
    private const int Batches = 5;

    public static double Measure(LoadKind kind, int requests = 5000)
    {
        using var connection = new LoadConnection(kind.Port);
        var turn = 0;
        long Send(int count)
        {
            var before = kind.Server.AllocatedBytes();
            for (var request = 0; request < count; request++) connection.Exchange(kind, ref turn);
            return kind.Server.AllocatedBytes() - before;
        }

        // The server's code is compiled for speed, and what it remembers is there, before anything is counted.
        Send(4 * requests);
        // A heartbeat each second, and the question itself, are no part of a request: they can only add, so the least of several batches is nearest to it.
        var question = Enumerable.Range(0, Batches).Min(_ => Send(0));
        var least = Enumerable.Range(0, Batches).Min(_ => Send(requests));
        return Math.Round((double)(least - question) / requests, 1);
    }
}
