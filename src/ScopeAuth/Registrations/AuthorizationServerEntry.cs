using ScopeAuth.Hosting;
using ScopeAuth.Registrations;

namespace ScopeAuth;

/// <summary>One registered authorization server, as this node has it.</summary>
public sealed record AuthorizationServerEntry
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it comes from.</summary>
    public required RegistrationOrigin Origin { get; init; }

    /// <summary>What a change has to expect; 0 for an entry of the configuration.</summary>
    public required long Version { get; init; }

    /// <summary>Its settings. They are a copy, without the secret: to change them changes nothing.</summary>
    /// <remarks>Of a stored server the paths of files are as they were given; of a configured one they are absolute.</remarks>
    public required AuthorizationServerOptions Options { get; init; }

    /// <summary>Whether the configuration holds a client secret, which is never shown. A stored server has none by value.</summary>
    public bool HasSecret { get; init; }

    /// <summary>Whether it cannot be changed.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>A stored server whose name the configuration has, too: it is not in force. It can be deleted.</summary>
    public bool IsShadowed { get; init; }

    /// <summary>Why this node does not have a stored server in force, although it is enabled: a file that is missing here, an issuer that the configuration took.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Whether its tokens are judged: it is enabled, not shadowed, and without faults.</summary>
    public bool IsInForce => Options.Enabled && !IsShadowed && Faults.Count == 0;

    /// <summary>Who changed it last; null for an entry of the configuration.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>When it was changed last, in UTC.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Its keys on this node; null if it is not in force, or if its word stands for its signature.</summary>
    public AuthorizationServerKeys? Keys { get; init; }

    internal static AuthorizationServerEntry Of(EntryFacts<AuthorizationServerOptions> facts, ScopeAuthSettings settings) => new()
    {
        Name = facts.Name,
        Origin = facts.Origin,
        Version = facts.Stored?.Registration.Version ?? 0,
        Options = facts.Options,
        HasSecret = facts.HasSecret,
        IsReadOnly = facts.IsReadOnly,
        IsShadowed = facts.Stored is { IsShadowed: true },
        Faults = facts.Stored?.Faults ?? [],
        ChangedBy = facts.Stored?.Registration.ChangedBy,
        ChangedAt = facts.Stored?.Registration.ChangedAt,
        Keys = facts.Stored is { IsShadowed: true } ? null : settings.Servers.FindByName(facts.Name)?.Keys is { } ring ? AuthorizationServerKeys.Of(ring) : null,
    };
}
