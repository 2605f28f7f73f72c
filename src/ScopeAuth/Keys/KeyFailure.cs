using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>Why keys could not be loaded: the network's reason, or one of its own. Both sets are closed, and no name is in both.</summary>
internal sealed record KeyFailure
{
    /// <param name="network">The reason that the exchange has brought nothing.</param>
    /// <param name="detail">For people: our words and configured values; what comes from outside only through <see cref="ForeignText"/>.</param>
    public KeyFailure(NetworkFailureKind network, string detail) => (Network, Detail) = (network, detail);

    /// <param name="kind">The reason that what came is no use.</param>
    /// <param name="detail">As above.</param>
    public KeyFailure(KeyFailureKind kind, string detail) => (Kind, Detail) = (kind, detail);

    /// <summary>Null if something came.</summary>
    public NetworkFailureKind? Network { get; }

    /// <summary>Null if nothing came.</summary>
    public KeyFailureKind? Kind { get; }

    public string Detail { get; }

    /// <summary>What log, metric, health and findings call it.</summary>
    public string Name => Network?.ToString() ?? Kind.ToString()!;
}
