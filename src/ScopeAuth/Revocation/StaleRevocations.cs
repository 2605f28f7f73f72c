namespace ScopeAuth;

/// <summary>What a node does while it cannot know what other nodes have revoked.</summary>
public enum StaleRevocations
{
    /// <summary>No token is accepted: 503 with <c>Retry-After</c>.</summary>
    FailClosed = 0,

    /// <summary>Tokens are judged by what the node knows. Health is degraded, and a metric says how old that is.</summary>
    Continue = 1,
}
