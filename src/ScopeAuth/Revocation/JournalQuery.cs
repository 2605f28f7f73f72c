using System.Globalization;
using System.Text;

namespace ScopeAuth.Revocation;

/// <summary>A query in the form of the journal, so that an entry that does not match makes no objects.</summary>
internal sealed class JournalQuery(RevocationQuery query)
{
    private readonly byte[]? _server = Utf8(query.AuthorizationServer);
    private readonly byte[][] _servers = [.. query.Scope?.AuthorizationServers.Select(server => Encoding.UTF8.GetBytes(server)) ?? []];
    private readonly byte[]? _value = Utf8(query.Value);
    private readonly byte[]? _revokedBy = Utf8(query.RevokedBy);

    /// <summary>Only older ones, by sequence.</summary>
    public long Before { get; } = query.Page is null ? long.MaxValue
        : long.TryParse(query.Page, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : throw new FormatException("No such page.");

    public bool Matches(in JournalEntry entry) =>
        !entry.IsLift
        && entry.Sequence < Before
        && (query.Kind is null || entry.Kind == query.Kind)
        && (query.Reason is null || entry.Reason == query.Reason)
        && (query.RevokedFrom is null || entry.RevokedAt >= query.RevokedFrom.Value.UtcTicks)
        && (query.RevokedBefore is null || entry.RevokedAt < query.RevokedBefore.Value.UtcTicks)
        && (query.NotEndedAt is null || entry.EndsAt is not { } end || end > query.NotEndedAt)
        && (query.Scope is null || IsIn(query.Scope, entry))
        && (_server is null || entry.Server.SequenceEqual(_server))
        && (_value is null || entry.Value.SequenceEqual(_value))
        && (_revokedBy is null || entry.RevokedBy.SequenceEqual(_revokedBy));

    private bool IsIn(RevocationScope scope, in JournalEntry entry)
    {
        if (entry.Kind is RevocationKind.Organization or RevocationKind.Role) return scope.Contains(entry.ToRecord().Target);
        foreach (var server in _servers)
            if (entry.Server.SequenceEqual(server)) return true;
        return false;
    }

    private static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
