namespace ScopeAuth.Benchmarks.Load;

/// <summary>Bytes that a server allocates for one request of a kind, everything included, as its runtime counts them.</summary>
internal static class RequestBytes
{
    public static double Measure(LoadKind kind, int requests = 20_000)
    {
        using var connection = new LoadConnection(kind.Port);
        var turn = 0;
        void Send()
        {
            for (var request = 0; request < requests; request++) connection.Exchange(kind.Next(ref turn), kind.ExpectedStatus);
        }

        // The server's code is compiled for speed, and what it remembers is there, before anything is counted.
        Send();
        var before = kind.Server.AllocatedBytes();
        Send();
        return (double)(kind.Server.AllocatedBytes() - before) / requests;
    }
}
