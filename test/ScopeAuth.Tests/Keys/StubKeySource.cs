using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using ScopeAuth.Keys;

namespace ScopeAuth.Tests.Keys;

/// <summary>A source whose answers the test gives, one by one, and that listens to no cancellation.</summary>
internal sealed class StubKeySource : IKeySource
{
    private readonly Channel<TaskCompletionSource<KeyLoad>> _asked = Channel.CreateUnbounded<TaskCompletionSource<KeyLoad>>();

    private readonly ConcurrentQueue<TaskCompletionSource<KeyLoad>> _pending = new();

    public string Address => "stub";

    public string Identity => "stub";

    public TimeSpan? Interval => null;

    /// <summary>How often the source was asked so far.</summary>
    public int Asked { get; private set; }

    /// <summary>How many of the questions have no answer yet.</summary>
    public int Pending => _pending.Count(answer => !answer.Task.IsCompleted);

    public ValueTask<TaskCompletionSource<KeyLoad>> NextAsync(CancellationToken cancellationToken) => _asked.Reader.ReadAsync(cancellationToken);

    public async Task<StubKeySource> WhenAskedAsync(CancellationToken cancellationToken)
    {
        await _asked.Reader.WaitToReadAsync(cancellationToken);
        return this;
    }

    public Task<KeyLoad> LoadAsync(CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<KeyLoad>(TaskCreationOptions.RunContinuationsAsynchronously);
        Asked++;
        _pending.Enqueue(answer);
        _asked.Writer.TryWrite(answer);
        return answer.Task;
    }

    public static KeyLoad Keys(params string[] keyIds) =>
        KeyLoad.Of(KeySetReader.Read(Encoding.UTF8.GetBytes(Jwks.Set([.. keyIds.Select(keyId => Jwks.Rsa(keyId))]))));
}
