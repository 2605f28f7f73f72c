using System.Collections.Immutable;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Keys;

namespace ScopeAuth;

/// <summary>What a verdict has to wait for, if it could be another with it.</summary>
/// <param name="Keys">The key rings that may get the key that the token names.</param>
/// <param name="Answerer">The server that has to be asked about the token.</param>
/// <param name="FirstSight">The verdict that another request is about to get on the same token.</param>
internal readonly record struct MissingFacts(ImmutableArray<KeyRing> Keys, AuthorizationServer? Answerer, Task? FirstSight = null)
{
    public static MissingFacts None { get; } = new([], null);

    public bool AreNone => Keys.IsEmpty && Answerer is null && FirstSight is null;

    public static MissingFacts KeysOf(params ImmutableArray<KeyRing> rings) => new(rings, null);

    public static MissingFacts VerdictOf(Task firstSight) => new([], null, firstSight);

    public static MissingFacts AnswerOf(AuthorizationServer server) => new([], server);
}
