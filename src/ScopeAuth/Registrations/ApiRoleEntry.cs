using ScopeAuth.Registrations;

namespace ScopeAuth;

/// <summary>One API role, as this node has it.</summary>
public sealed record ApiRoleEntry
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it comes from.</summary>
    public required RegistrationOrigin Origin { get; init; }

    /// <summary>What a change has to expect; 0 for an entry of the configuration.</summary>
    public required long Version { get; init; }

    /// <summary>Its access and organisations. They are a copy: to change them changes nothing.</summary>
    public required ApiRoleOptions Options { get; init; }

    /// <summary>Whether it cannot be changed.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>A stored role whose name the configuration has, too: it is not in force. It can be deleted.</summary>
    public bool IsShadowed { get; init; }

    /// <summary>Why this node does not have a stored role in force.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Whether tokens can carry it: it is not shadowed, and without faults.</summary>
    public bool IsInForce => !IsShadowed && Faults.Count == 0;

    /// <summary>Who changed it last; null for an entry of the configuration.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>When it was changed last, in UTC.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    internal static ApiRoleEntry Of(EntryFacts<ApiRoleOptions> facts) => new()
    {
        Name = facts.Name,
        Origin = facts.Origin,
        Version = facts.Stored?.Registration.Version ?? 0,
        Options = facts.Options,
        IsReadOnly = facts.IsReadOnly,
        IsShadowed = facts.Stored is { IsShadowed: true },
        Faults = facts.Stored?.Faults ?? [],
        ChangedBy = facts.Stored?.Registration.ChangedBy,
        ChangedAt = facts.Stored?.Registration.ChangedAt,
    };
}
