using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Reads on while the caller works with what was read: two processors are faster than one.</summary>
internal static class ReadAhead
{
    /// <param name="source">What is read.</param>
    /// <param name="capacity">How many of them may wait.</param>
    /// <param name="cancellationToken">Ends both.</param>
    public static async IAsyncEnumerable<T> Of<T>(IAsyncEnumerable<T> source, int capacity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(() => ReadAsync(source, waiting.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var item in waiting.Reader.ReadAllAsync(cancellationToken)) yield return item;
        }
        finally
        {
            // The connection is the caller's again only when nobody reads from it.
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> source, ChannelWriter<T> waiting, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            await foreach (var item in source.WithCancellation(cancellationToken)) await waiting.WriteAsync(item, cancellationToken);
        }
        catch (Exception exception)
        {
            fault = exception;
        }
        waiting.Complete(fault);
    }
}
