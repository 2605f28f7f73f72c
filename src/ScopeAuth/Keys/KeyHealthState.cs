namespace ScopeAuth.Keys;

internal enum KeyHealthState
{
    /// <summary>Usable, and the last attempt to load succeeded.</summary>
    Healthy = 0,

    /// <summary>Usable, but the last attempt failed, or the server publishes a private key.</summary>
    Degraded = 1,

    /// <summary>Never loaded, or not for 24 hours: the server's tokens cannot be judged.</summary>
    Unhealthy = 2,
}
