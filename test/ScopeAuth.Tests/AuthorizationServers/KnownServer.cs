using System.Collections.Immutable;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Keys;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.AuthorizationServers;

/// <summary>An authorization server whose keys are there, and are never loaded.</summary>
internal static class KnownServer
{
    public static AuthorizationServer With(string issuer, KeySet keys, TimeProvider clock)
    {
        var context = new KeyRingContext(clock, new(1, TimeSpan.FromMinutes(1), clock), (_, _, _) => { }, _ => { }, CancellationToken.None);
        var ring = new KeyRing("server", "fingerprint", new NoSource(), context, KeyRingState.Initial.With(keys) with { LastSuccess = clock.GetUtcNow() });
        return new("server", new() { Audiences = ["*"], ClientIds = ["*"] }, ImmutableArray.Create(issuer), ring, introspection: null, new([], cloud => cloud, new([])));
    }

    private sealed class NoSource : IKeySource
    {
        public string Address => "";

        public string Identity => "";

        public TimeSpan? Interval => null;

        public Task<KeyLoad> LoadAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is loaded here.");
    }
}
