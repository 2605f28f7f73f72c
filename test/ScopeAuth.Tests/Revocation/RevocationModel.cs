namespace ScopeAuth.Tests.Revocation;

/// <summary>A store as plain as it can be: a dictionary.</summary>
internal sealed class RevocationModel
{
    private readonly Dictionary<Guid, RevocationRecord> _records = [];

    /// <summary>Every revocation that was ever added.</summary>
    public Dictionary<Guid, RevocationRecord>.ValueCollection Seen => _seen.Values;

    private readonly Dictionary<Guid, RevocationRecord> _seen = [];

    public bool Apply(RevocationChange change)
    {
        if (!change.IsLift) return Add(change.Record!);
        if (!_records.Remove(change.Id)) return false;
        if (change.Record is { } replacement) Add(replacement);
        return true;
    }

    public IReadOnlyDictionary<Guid, RevocationRecord> InForce(DateTimeOffset now) =>
        _records.Values.Where(record => record.EndsAt is null || record.EndsAt > now).ToDictionary(record => record.Id);

    public RevocationRecord? Now(Guid id) => _records.GetValueOrDefault(id);

    public void Drop(DateTimeOffset endedBefore)
    {
        foreach (var record in _records.Values.Where(record => record.EndsAt < endedBefore).ToList()) _records.Remove(record.Id);
    }

    private bool Add(RevocationRecord record)
    {
        if (_records.TryGetValue(record.Id, out var first))
        {
            if (first.EndsAt is null || record.EndsAt <= first.EndsAt) return false;
            if (first.EndsAt > record.RevokedAt) record = first with { EndsAt = record.EndsAt };
        }
        _records[record.Id] = _seen[record.Id] = record;
        return true;
    }
}
