namespace ScopeAuth;

/// <summary>Revocations: how far behind a node may be. Where they are kept is said by <see cref="ScopeAuthOptions.DataPath"/> or by a store.</summary>
public sealed class RevocationOptions
{
    /// <summary>How far behind the other nodes this one may be before <see cref="WhenStale"/> counts.</summary>
    /// <value>Default 30 s; 1 s to 1 h. Without other nodes it never counts.</value>
    public TimeSpan MaxStaleness { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What happens to requests beyond <see cref="MaxStaleness"/>.</summary>
    /// <value>Default <see cref="StaleRevocations.FailClosed"/>.</value>
    public StaleRevocations WhenStale { get; set; } = StaleRevocations.FailClosed;
}
