using System.Text;
using System.Threading.Channels;
using ScopeAuth.AuthorizationServers;

namespace ScopeAuth.Tests.AuthorizationServers;

/// <summary>A source whose answers the test gives, one by one, and that listens to no cancellation.</summary>
internal sealed class StubKeySource : IKeySource
{
    private readonly Channel<TaskCompletionSource<KeyLoad>> _asked = Channel.CreateUnbounded<TaskCompletionSource<KeyLoad>>();

    public string Address => "stub";

    public string Identity => "stub";

    public TimeSpan? Interval => null;

    public ValueTask<TaskCompletionSource<KeyLoad>> NextAsync(CancellationToken cancellationToken) => _asked.Reader.ReadAsync(cancellationToken);

    public Task<KeyLoad> LoadAsync(CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<KeyLoad>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Writer.TryWrite(answer);
        return answer.Task;
    }

    public static KeyLoad Keys(params string[] keyIds) =>
        KeyLoad.Of(KeySetReader.Read(Encoding.UTF8.GetBytes(Jwks.Set([.. keyIds.Select(keyId => Jwks.Rsa(keyId))]))));
}
