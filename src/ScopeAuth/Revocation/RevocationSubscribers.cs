using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ScopeAuth.Revocation;

/// <summary>Who wants to hear of changes. A reader that falls behind is told so: nobody may hold memory by not reading.</summary>
internal sealed class RevocationSubscribers
{
    private const int Capacity = 65_536;

    private readonly Lock _gate = new();
    private readonly List<Channel<RevocationEvent>> _channels = [];

    public void Tell(RevocationEvent change)
    {
        if (_channels.Count == 0) return;
        lock (_gate) _channels.RemoveAll(channel =>
        {
            if (channel.Writer.TryWrite(change)) return false;
            channel.Writer.TryComplete(new InvalidOperationException("The reader is too far behind the revocations."));
            return true;
        });
    }

    /// <summary>Changes were missed: every reader has to look anew.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            foreach (var channel in _channels) channel.Writer.TryComplete(new InvalidOperationException("The list of revocations was loaded anew."));
            _channels.Clear();
        }
    }

    /// <summary>From the call on, not from the first step of the enumeration.</summary>
    public IAsyncEnumerable<RevocationEvent> Subscribe(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<RevocationEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        lock (_gate) _channels.Add(channel);
        return ReadAsync(channel, cancellationToken);
    }

    private async IAsyncEnumerable<RevocationEvent> ReadAsync(Channel<RevocationEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken)) yield return change;
        }
        finally
        {
            lock (_gate) _channels.Remove(channel);
        }
    }
}
