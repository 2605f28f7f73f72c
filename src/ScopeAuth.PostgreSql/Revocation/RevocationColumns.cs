using Npgsql;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>The columns of a record, and back.</summary>
internal static class RevocationColumns
{
    public const string All = "id, kind, authorization_server, value, issued_before, reason, revoked_by, revoked_at, ends_at";

    /// <param name="reader">At a row.</param>
    /// <param name="first">Where <see cref="All"/> begins in it.</param>
    public static RevocationRecord Read(NpgsqlDataReader reader, int first) => new()
    {
        Id = reader.GetGuid(first),
        Target = RevocationTarget.Create((RevocationKind)reader.GetInt16(first + 1), Text(reader, first + 2), Text(reader, first + 3)),
        IssuedBefore = Time(reader, first + 4),
        Reason = (RevocationReason)reader.GetInt16(first + 5),
        RevokedBy = reader.GetString(first + 6),
        RevokedAt = reader.GetFieldValue<DateTimeOffset>(first + 7),
        EndsAt = Time(reader, first + 8),
    };

    public static DateTimeOffset? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    public static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
