using System.Collections.Immutable;
using ScopeAuth.Network;
using ScopeAuth.Tokens;

namespace ScopeAuth.Keys;

/// <summary>What was found in a key set: keys to use, keys to explain, and a failure if there is nothing to use.</summary>
internal sealed record KeySetReading(KeySet Keys, ImmutableArray<IgnoredKey> Ignored, KeyFailure? Failure)
{
    public static KeySetReading Failed(KeyFailure failure) => new(KeySet.Empty, [], failure);

    public static KeySetReading Of(IEnumerable<VerificationKey> readable, IEnumerable<IgnoredKey> ignored)
    {
        // Keys of different types under one ID are told apart by the algorithm; keys of one type are not.
        var groups = readable.GroupBy(key => key.KeyId is { } keyId ? (object)(keyId, key.KeyType) : key).ToList();
        ImmutableArray<VerificationKey> usable = [.. groups.Where(group => group.Count() == 1).SelectMany(group => group)];
        ImmutableArray<IgnoredKey> all =
        [
            .. ignored,
            .. groups.Where(group => group.Count() > 1).SelectMany(group => group).Select(key => new IgnoredKey(
                ForeignText.Show(key.KeyId), KeyIgnoredCause.AmbiguousKeyId, $"another {key.KeyType} key has the same key ID")),
        ];
        return usable.IsEmpty
            ? new(KeySet.Empty, all, new(KeyFailureKind.NoUsableKey, $"none of its {all.Length} keys can be used"))
            : new(new(usable), all, null);
    }
}
