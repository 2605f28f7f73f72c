namespace ScopeAuth;

/// <summary>One change of a store: an entry that is added, replaced or deleted.</summary>
public sealed record RegistrationChange
{
    /// <summary>The version that the set must still have. It was checked as a whole: after any other change it has to be checked again.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The entry's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its new settings; null deletes it.</summary>
    public required string? Settings { get; init; }

    /// <summary>By whom.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
