using System.Collections.Concurrent;

namespace ScopeAuth.Revocation;

/// <summary>What is revoked other than one by one: clients, subjects, servers, organisations, roles. Read without locks; one writer at a time.</summary>
internal sealed class RevokedGroups
{
    private readonly ConcurrentDictionary<RevocationId, Cutoff[]> _byTarget = new();
    private readonly Dictionary<RevocationId, RevocationId> _targets = [];

    public bool IsEmpty => _byTarget.IsEmpty;

    public int Count => _targets.Count;

    /// <summary>Whether tokens of the target that were issued at this time are refused.</summary>
    public bool Refuses(RevocationId target, DateTimeOffset? issuedAt) =>
        _byTarget.TryGetValue(target, out var cutoffs) && (issuedAt is not { } at || cutoffs[0].IssuedBefore > at);

    /// <summary>Adds it. Where it is in already, the later of the two ends stands.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(RevocationId target, RevocationRecord record)
    {
        var id = RevocationId.From(record.Id);
        var isNew = _targets.TryAdd(id, target);
        var others = _byTarget.GetValueOrDefault(target, []);
        if (!isNew && (Array.Find(others, each => each.Id == id).EndsAt is not { } end || record.EndsAt <= end)) return false;
        var cutoff = new Cutoff(id, record.IssuedBefore ?? DateTimeOffset.MaxValue, record.EndsAt);
        _byTarget[target] = [.. others.Where(each => each.Id != id).Append(cutoff).OrderByDescending(each => each.IssuedBefore)];
        return isNew;
    }

    public bool Remove(RevocationId id)
    {
        if (!_targets.Remove(id, out var target)) return false;
        Keep(target, cutoff => cutoff.Id != id);
        return true;
    }

    /// <summary>Drops what has ended.</summary>
    public void Drop(DateTimeOffset endedBefore)
    {
        foreach (var (target, cutoffs) in _byTarget)
        {
            foreach (var ended in cutoffs.Where(cutoff => cutoff.EndsAt < endedBefore)) _targets.Remove(ended.Id);
            if (cutoffs.Any(cutoff => cutoff.EndsAt < endedBefore)) Keep(target, cutoff => !(cutoff.EndsAt < endedBefore));
        }
    }

    private void Keep(RevocationId target, Func<Cutoff, bool> stays)
    {
        Cutoff[] rest = [.. _byTarget[target].Where(stays)];
        if (rest.Length > 0) _byTarget[target] = rest;
        else _byTarget.TryRemove(target, out _);
    }

    /// <summary>Sorted, the latest first: it alone decides.</summary>
    private readonly record struct Cutoff(RevocationId Id, DateTimeOffset IssuedBefore, DateTimeOffset? EndsAt);
}
