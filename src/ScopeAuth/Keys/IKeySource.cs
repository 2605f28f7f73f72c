namespace ScopeAuth.Keys;

/// <summary>Where the keys of one authorization server come from.</summary>
internal interface IKeySource
{
    /// <summary>For people: the address or the file, without a query.</summary>
    string Address { get; }

    /// <summary>Everything that decides which keys are loaded. Two sources with the same text load the same keys.</summary>
    string Identity { get; }

    /// <summary>For files, how often they are looked at; null where the answer's age decides.</summary>
    TimeSpan? Interval { get; }

    Task<KeyLoad> LoadAsync(CancellationToken cancellationToken);
}
