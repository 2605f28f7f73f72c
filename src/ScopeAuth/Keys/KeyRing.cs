using ScopeAuth.Tokens;

namespace ScopeAuth.Keys;

/// <summary>The keys of one authorization server: read without locks, loaded by one attempt at a time, never lost to a failed one.</summary>
internal sealed class KeyRing(string serverName, string fingerprint, IKeySource source, KeyRingContext context, KeyRingState? start = null)
{
    /// <summary>Counted from the last attempt, not from the last success: a server that is down must not be asked by every token.</summary>
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Beyond this, a request is judged with the keys at hand: waiting requests are memory, too.</summary>
    private const int MaxWaiting = 2048;

    private const long NeverAttempted = long.MinValue;

    private readonly Lock _gate = new();
    private volatile KeyRingState _state = start ?? KeyRingState.Initial;
    private volatile Task? _running;
    private volatile bool _retired;
    private FetchBudget? _budget;       // made with the first token of an unknown key: most servers never see one
    private bool _exhausted;
    private long _lastAttempt = NeverAttempted;
    private long _askedToWait;
    private int _waiting;

    public string ServerName => serverName;

    /// <summary>A hash of the server's name and all that decides where its keys come from: names the file on disk.</summary>
    public string Fingerprint => fingerprint;

    public IKeySource Source => source;

    /// <summary>What is on disk; set by the <see cref="KeyStore"/> alone.</summary>
    public KeyRingState? Stored { get; set; } = start;

    /// <summary>Whether no server uses the ring any more.</summary>
    public bool IsRetired => _retired;

    public KeyRingState State => _state;

    public KeySet Current => _state.Keys;

    public long Generation => _state.Generation;

    /// <summary>Whether an attempt is under way whose result nobody knows yet.</summary>
    public bool IsLoading => _running is not null;

    /// <summary>Whether no attempt is under way and none may begin now: a key that is missing stays missing for a while.</summary>
    public bool IsAtRest => IsCoolingDown() && _running is null;      // in this order: who sees that there was an attempt also sees the attempt

    public bool LastAttemptFailed => _state.LastFailure is not null;

    public bool IsUsable => IsUsableAt(context.Clock.GetUtcNow());

    public bool IsUsableAt(DateTimeOffset now) => _state.IsUsableAt(now);

    /// <summary>
    /// For a token whose key is not in <see cref="Current"/>, or whose ring is not usable: joins or starts one attempt if that is
    /// allowed now, and waits for it at most two seconds. The caller then looks again; this method promises nothing.
    /// </summary>
    public ValueTask RefreshForUnknownKeyAsync(CancellationToken cancellationToken) =>
        (_running ?? StartForUnknownKey()) is { } running ? new(WaitAsync(running, cancellationToken)) : ValueTask.CompletedTask;

    /// <summary>For the schedule alone: neither cool-down nor budget, so that no client can use up what the schedule needs.</summary>
    public Task RefreshAsync()
    {
        lock (_gate) return _running ?? Start();
    }

    public void Retire() => _retired = true;

    private Task? StartForUnknownKey()
    {
        // Before the lock: a storm of unknown keys costs one read of the clock each. What cools down may be an attempt that began a moment ago.
        if (IsCoolingDown()) return _running;
        lock (_gate)
        {
            if (_running is { } running) return running;
            if (IsCoolingDown() || !TryTakeFromBudgets()) return null;
            return Start();
        }
    }

    private bool IsCoolingDown() =>
        Volatile.Read(ref _lastAttempt) is not NeverAttempted and var last
        && context.Clock.GetElapsedTime(last) is var passed && (passed < Cooldown || passed.Ticks < Volatile.Read(ref _askedToWait));

    private bool TryTakeFromBudgets()
    {
        _budget ??= new(capacity: 10, TimeSpan.FromMinutes(10), context.Clock);
        var own = _budget.TryTake();
        var taken = own && context.SharedBudget.TryTake();
        if (own && !taken) _budget.GiveBack();
        if (!taken && !_exhausted) context.Exhausted(this);
        _exhausted = !taken;
        return taken;
    }

    private Task Start()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // In this order: who sees that there was an attempt also sees the attempt, and joins it.
        _running = done.Task;
        Volatile.Write(ref _lastAttempt, context.Clock.GetTimestamp());
        // Unsafe is meant well here: the attempt belongs to no request, so it takes over neither its activity nor its other ambient values.
        ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Ring.AttemptAsync(state.Done), (Ring: this, Done: done), preferLocal: false);
        return done.Task;
    }

    private async Task WaitAsync(Task running, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) <= MaxWaiting)
            await running.WaitAsync(LongestWait, context.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Decrement(ref _waiting);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task AttemptAsync(TaskCompletionSource done)
    {
        var load = await KeyAttempt.RunAsync(source, context.Clock, context.Stopping);
        var before = _state;
        Volatile.Write(ref _askedToWait, RefreshSchedule.AskedFor(load).Ticks);
        _state = before.After(load, context.Clock.GetUtcNow());
        try
        {
            // Whatever a log or a meter of the application does, the next attempt is scheduled first, and nobody waits in vain.
            if (!context.Stopping.IsCancellationRequested) context.Settled(this, before, load);
        }
        finally
        {
            _running = null;
            done.SetResult();
        }
    }
}
