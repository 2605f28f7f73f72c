using System.Net;
using Npgsql;
using NpgsqlTypes;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Audit;

/// <summary>The columns of a record, and back.</summary>
internal static class AuditColumns
{
    public const string Facts =
        "status_code, result, rejection, action, category, resource, admin_id, client_ip, interface, trace_id, authorization_server, client_id, organization, role, token_id, before, after";

    /// <summary>The time, the ID and <see cref="Facts"/>, a column at a time.</summary>
    public static void Fill(NpgsqlParameterCollection parameters, IReadOnlyList<WaitingRecord> records)
    {
        Add(NpgsqlDbType.TimestampTz, record => record.Record!.Timestamp.UtcDateTime);
        Add(NpgsqlDbType.Uuid, record => record.Id);
        Add(NpgsqlDbType.Integer, record => record.Record!.StatusCode);
        Add(NpgsqlDbType.Smallint, record => (short)record.Record!.Result);
        Add(NpgsqlDbType.Smallint, record => (short?)record.Record!.Rejection);
        AddText(record => record.Action);
        AddText(record => record.Category);
        AddText(record => record.Resource);
        AddText(record => record.AdminId);
        AddText(record => record.ClientIp?.ToString());
        AddText(record => record.Interface);
        AddText(record => record.TraceId);
        AddText(record => record.AuthorizationServer);
        AddText(record => record.ClientId);
        AddText(record => record.Organization);
        AddText(record => record.Role);
        AddText(record => record.TokenId);
        AddText(record => record.Before);
        AddText(record => record.After);

        void AddText(Func<AuditRecord, string?> column) => Add(NpgsqlDbType.Text, record => StoredText.Of(column(record.Record!)));

        void Add<T>(NpgsqlDbType type, Func<WaitingRecord, T> column) =>
            parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. records.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    /// <param name="reader">At a row of the time, the ID and <see cref="Facts"/>.</param>
    public static AuditRecord Read(NpgsqlDataReader reader) => new()
    {
        Timestamp = reader.GetFieldValue<DateTimeOffset>(0),
        StatusCode = reader.GetInt32(2),
        Result = (AuditResult)reader.GetInt16(3),
        Rejection = reader.IsDBNull(4) ? null : (Rejection)reader.GetInt16(4),
        Action = reader.GetString(5),
        Category = Text(reader, 6),
        Resource = reader.GetString(7),
        AdminId = Text(reader, 8),
        ClientIp = IPAddress.TryParse(Text(reader, 9), out var address) ? address : null,
        Interface = reader.GetString(10),
        TraceId = reader.GetString(11),
        AuthorizationServer = Text(reader, 12),
        ClientId = Text(reader, 13),
        Organization = Text(reader, 14),
        Role = Text(reader, 15),
        TokenId = Text(reader, 16),
        Before = Text(reader, 17),
        After = Text(reader, 18),
    };

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
