namespace ScopeAuth;

/// <summary>One entry of a store: a name, and the settings under it.</summary>
public sealed record Registration
{
    /// <summary>The name of the authorization server or API role. Names are compared ordinally.</summary>
    public required string Name { get; init; }

    /// <summary>The version that the set got by the change that made this entry what it is.</summary>
    public required long Version { get; init; }

    /// <summary>The settings as one JSON object, under the names of the configuration, without what has its default value. It never holds a secret.</summary>
    public required string Settings { get; init; }

    /// <summary>Who changed it last.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>When it was changed last, in UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
