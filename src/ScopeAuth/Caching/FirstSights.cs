namespace ScopeAuth.Caching;

/// <summary>Tokens that are being judged for the first time: who comes with the same one meanwhile waits for the verdict, which is then remembered.</summary>
/// <remarks>
/// A place holds one token. Another token that falls on a place that is taken is judged beside it. Nobody waits twice: a token that is
/// refused is remembered nowhere, and a flood of one bad token must not stand in a row.
/// </remarks>
internal sealed class FirstSights
{
    private const int Places = 64;

    private readonly FirstSight?[] _places = new FirstSight?[Places];

    /// <param name="token">The token.</param>
    /// <param name="missing">The verdict that is under way, if there is one to wait for.</param>
    /// <returns>The turn, which ends with its disposal; null where somebody else has it.</returns>
    public FirstSight? Enter(ReadOnlySpan<char> token, out MissingFacts missing)
    {
        var own = new FirstSight(this, TokenHash.Of(token), token.Length);
        var found = Interlocked.CompareExchange(ref PlaceOf(own), own, null);
        missing = found?.IsLike(own) == true ? MissingFacts.VerdictOf(found.WaitAsync()) : MissingFacts.None;
        return found is null ? own : null;
    }

    public void Leave(FirstSight own) => Volatile.Write(ref PlaceOf(own), null);

    private ref FirstSight? PlaceOf(FirstSight sight) => ref _places[sight.Hash & (Places - 1)];
}
