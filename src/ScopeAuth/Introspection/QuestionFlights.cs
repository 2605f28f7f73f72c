namespace ScopeAuth.Introspection;

/// <summary>Questions under way: however many requests bring one token, the server is asked about it once.</summary>
/// <param name="ask">Asks the server, and remembers what it says before the question ends.</param>
/// <param name="remembered">What is remembered of a token now, or null.</param>
internal sealed class QuestionFlights(
    Func<TokenDigest, ReadOnlyMemory<char>, Task<IntrospectionAnswer>> ask, Func<TokenDigest, IntrospectionAnswer?> remembered)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenDigest, Flight> _flights = [];

    /// <param name="hash">The token's hash.</param>
    /// <param name="token">The token.</param>
    /// <param name="fresh">
    /// Whether the question must be sent after this call: then a question under way may have been answered before what it is about
    /// happened, and all who come while it lasts share the one after it.
    /// </param>
    public Task<IntrospectionAnswer> Join(TokenDigest hash, ReadOnlyMemory<char> token, bool fresh)
    {
        lock (_gate)
        {
            if (!_flights.TryGetValue(hash, out var current))
                // A question may have ended between the caller's look into the memory and this one: it is not asked twice.
                return !fresh && remembered(hash) is { } answer ? Task.FromResult(answer) : Start(hash, token).Landing;
            if (!fresh) return current.Landing;
            return current.Next ??= StartAfterAsync(current.Landing, hash, token);
        }
    }

    private Flight Start(TokenDigest hash, ReadOnlyMemory<char> token)
    {
        var landing = new TaskCompletionSource<IntrospectionAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = _flights[hash] = new(landing.Task);
        // Unsafe is meant well here: the question belongs to no request, so it takes over neither its activity nor its other ambient values.
        ThreadPool.UnsafeQueueUserWorkItem(
            static state => _ = state.Flights.FlyAsync(state.Hash, state.Token, state.Landing),
            (Flights: this, Hash: hash, Token: token, Landing: landing),
            preferLocal: false);
        return flight;
    }

    private async Task<IntrospectionAnswer> StartAfterAsync(Task current, TokenDigest hash, ReadOnlyMemory<char> token)
    {
        await current;
        Task<IntrospectionAnswer> landing;
        // Whoever started one in the meantime did so after the call that this one is for.
        lock (_gate) landing = (_flights.TryGetValue(hash, out var started) ? started : Start(hash, token)).Landing;
        return await landing;
    }

    private async Task FlyAsync(TokenDigest hash, ReadOnlyMemory<char> token, TaskCompletionSource<IntrospectionAnswer> landing)
    {
        var answer = IntrospectionAnswer.Unavailable;
        try
        {
            answer = await ask(hash, token);
        }
        finally
        {
            lock (_gate) _flights.Remove(hash);
            landing.SetResult(answer);
        }
    }

    private sealed class Flight(Task<IntrospectionAnswer> landing)
    {
        public Task<IntrospectionAnswer> Landing { get; } = landing;

        public Task<IntrospectionAnswer>? Next { get; set; }
    }
}
