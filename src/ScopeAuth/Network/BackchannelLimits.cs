namespace ScopeAuth.Network;

/// <summary>How patient a back channel is. The values given here suit documents that are fetched now and then, with nobody waiting.</summary>
internal sealed record BackchannelLimits
{
    public static BackchannelLimits Default { get; } = new();

    /// <summary>For one exchange, from the connection to the last byte of the body.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an exchange that failed for a moment is tried again.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>The part of the exchanges within <see cref="SamplingDuration"/> that must fail before the server is left alone.</summary>
    public double FailureRatio { get; init; } = 1;

    public TimeSpan SamplingDuration { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether the breaker remembers good answers as well: for a channel in constant use, where they weigh against bad ones.</summary>
    public bool RemembersSuccess { get; init; }

    /// <summary>How long a server that keeps failing is left alone.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(30);
}
