namespace ScopeAuth.Tests.Fuzzing;

/// <summary>Inputs worth changing further: the seeds, and every input that did something that none before had done.</summary>
internal sealed class Corpus<T>(IEnumerable<T> seeds)
{
    private const int Most = 4096;

    private readonly List<T> _items = [.. seeds];
    private readonly HashSet<int> _seen = [];

    public int Count => _items.Count;

    /// <summary>How many different things were done.</summary>
    public int Behaviours => _seen.Count;

    public T Pick(Random random) => random.Pick(_items);

    /// <param name="input">The input.</param>
    /// <param name="behaviour">A hash of what it did: the verdict, and how far it went.</param>
    public void Report(T input, int behaviour)
    {
        if (_seen.Add(behaviour) && _items.Count < Most) _items.Add(input);
    }
}
