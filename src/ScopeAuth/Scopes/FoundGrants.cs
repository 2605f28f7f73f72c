using System.Collections.Immutable;
using ScopeAuth.Roles;

namespace ScopeAuth.Scopes;

/// <summary>The grants of one token as they are found, each once. Most tokens have one, and then nothing is allocated.</summary>
internal ref struct FoundGrants(int limit)
{
    private Grant? _first;
    private ImmutableArray<Grant>.Builder? _all;
    private int _left = limit;

    /// <summary>Whether the token had more scopes and roles than are looked at.</summary>
    public readonly bool AreTooMany => _left < 0;

    /// <summary>Counts a scope or role before anything else is done with it.</summary>
    public bool TryCount() => --_left >= 0;

    public void Add(Grant? grant)
    {
        if (grant is null || grant == _first) return;
        if (_first is null)
        {
            _first = grant;
            return;
        }
        _all ??= First(_first);
        if (!_all.Contains(grant)) _all.Add(grant);
    }

    public readonly ImmutableArray<Grant> ToArray() => _all?.ToImmutable() ?? _first?.Alone ?? [];

    private static ImmutableArray<Grant>.Builder First(Grant grant)
    {
        var all = ImmutableArray.CreateBuilder<Grant>();
        all.Add(grant);
        return all;
    }
}
