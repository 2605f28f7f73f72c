using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

internal sealed class KeyRing
{
    public KeySet Current { get; private set; } = KeySet.Empty;

    public bool IsUsable => Current.Keys.Length > 0;

    public bool LastAttemptFailed { get; private set; }

    public ValueTask RefreshForUnknownKeyAsync(CancellationToken cancellationToken) => Current is null ? default : ValueTask.CompletedTask;
}
