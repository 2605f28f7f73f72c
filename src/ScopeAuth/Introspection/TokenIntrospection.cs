namespace ScopeAuth.Introspection;

/// <summary>What one authorization server says about tokens: remembered for a while, and asked once for all who wait.</summary>
/// <remarks>
/// It belongs to one registration, and so does all that it remembers: an answer of one server is never found under another, and a change of
/// the registration forgets everything.
/// </remarks>
internal sealed class TokenIntrospection
{
    private const int MaxActive = 16 * 1024;
    private const int MaxInactive = 16 * 1024;
    private const long MaxActiveBytes = 16 * 1024 * 1024;
    private const int LaneWidth = 16;
    private const int LongestQueue = 256;

    /// <summary>Beyond this, a request is told to come again: waiting requests are memory, too.</summary>
    private const int MaxWaiting = 4096;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>A client that is refused is not tried again at once: some servers lock it.</summary>
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly AnswerMemory _active = new(MaxActive, MaxActiveBytes);
    private readonly AnswerMemory _inactive = new(MaxInactive, long.MaxValue);
    private readonly QuestionFlights _flights;

    // A flood of random tokens fills the one; a token that was active before is asked about in the other.
    private readonly QuestionLane _strangers = new(LaneWidth, LongestQueue);
    private readonly QuestionLane _known = new(LaneWidth, LongestQueue);

    private readonly IntrospectionClient _client;
    private readonly IntrospectionReport _report;
    private readonly TimeProvider _clock;
    private long _pausedUntil;
    private long _revocationEpoch;
    private int _waiting;

    public TokenIntrospection(IntrospectionClient client, IntrospectionReport report, TimeProvider clock)
    {
        (_client, _report, _clock) = (client, report, clock);
        _flights = new(AskServerAsync, hash => Remembered(hash, clock.GetUtcNow()));
    }

    public IntrospectionHealth Health => _report.Health(_client.Endpoint);

    /// <summary>What the server said about the token a short while ago.</summary>
    /// <param name="token">The token.</param>
    /// <param name="now">The time.</param>
    /// <param name="revocationEpoch">The epoch of the revocations here: after a new one nobody can say which answers it touches, so all are forgotten.</param>
    public IntrospectionAnswer? Recall(ReadOnlySpan<char> token, DateTimeOffset now, long revocationEpoch)
    {
        if (Interlocked.Exchange(ref _revocationEpoch, revocationEpoch) != revocationEpoch)
        {
            _active.Clear();
            _inactive.Clear();
        }
        return Remembered(TokenDigest.Of(token), now);
    }

    /// <summary>Asks the server, or waits for the question that is under way.</summary>
    /// <param name="token">The token.</param>
    /// <param name="fresh">Whether the question must be sent after this call.</param>
    /// <param name="cancellationToken">Ends this wait, never the question.</param>
    public async ValueTask<IntrospectionAnswer> AskAsync(ReadOnlyMemory<char> token, bool fresh, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting) return IntrospectionAnswer.Unavailable;
            var landing = _flights.Join(TokenDigest.Of(token.Span), token, fresh);
            await ((Task)landing).WaitAsync(LongestWait, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            return landing.IsCompletedSuccessfully ? await landing : IntrospectionAnswer.Unavailable;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private IntrospectionAnswer? Remembered(TokenDigest hash, DateTimeOffset now)
    {
        if (_active.TryFind(hash, out var answer) && now < answer.FreshUntil) return answer;
        return _inactive.TryFind(hash, out answer) && now < answer.FreshUntil ? answer : null;
    }

    private async Task<IntrospectionAnswer> AskServerAsync(TokenDigest hash, ReadOnlyMemory<char> token)
    {
        var lane = _active.TryFind(hash, out _) ? _known : _strangers;
        if (lane.Enter() is not { } turn)
        {
            _report.Write(IntrospectionReply.Failed(IntrospectionFailureKind.TooManyQuestions, $"{LongestQueue} questions are waiting"), _client.Endpoint);
            return IntrospectionAnswer.Unavailable;
        }
        await turn;
        try
        {
            // Asked after the turn came: what was long in the queue of a server that is down is answered at once.
            if (_clock.GetTimestamp() < Volatile.Read(ref _pausedUntil)) return IntrospectionAnswer.Unavailable;
            var reply = await ReplyAsync(token);
            _report.Write(reply, _client.Endpoint);
            if (reply.Failure is { } failure) Pause(failure, reply.RetryAfter);
            else Keep(hash, reply.Answer);
            return reply.Answer;
        }
        finally
        {
            lane.Leave();
        }
    }

    private async Task<IntrospectionReply> ReplyAsync(ReadOnlyMemory<char> token)
    {
        try
        {
            return await _client.AskAsync(token, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Handlers of the application take part in the exchange and may throw anything; those who wait have to be told.
            return IntrospectionReply.Failed(IntrospectionFailureKind.Unreachable, $"a fault of type {exception.GetType().Name}");
        }
    }

    private void Keep(in TokenDigest hash, IntrospectionAnswer answer)
    {
        if (answer.Refusal is null)
        {
            _inactive.Remove(hash);
            _active.Add(hash, answer);
        }
        else
        {
            _active.Remove(hash);
            _inactive.Add(hash, answer);
        }
    }

    private void Pause(IntrospectionFailure failure, TimeSpan? retryAfter)
    {
        var pause = retryAfter ?? (failure.Kind is IntrospectionFailureKind.ClientRefused ? PauseAfterRefusal : TimeSpan.Zero);
        if (pause <= TimeSpan.Zero) return;
        if (pause > LongestPause) pause = LongestPause;
        Volatile.Write(ref _pausedUntil, _clock.GetTimestamp() + (long)(pause.TotalSeconds * _clock.TimestampFrequency));
    }
}
