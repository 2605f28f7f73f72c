using Npgsql;
using NpgsqlTypes;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.SeenTokens;

/// <summary>The columns of a token, and back.</summary>
internal static class SeenTokenColumns
{
    /// <summary>What lists show.</summary>
    public const string Facts = "id, first_used, last_used, issued_at, expires_at, accepted_until, uses, authorization_server, client_id, token_id, subject, roles";

    /// <summary>What the page of one token shows besides.</summary>
    public const string Details = "header, claims";

    /// <summary><see cref="Facts"/> and <see cref="Details"/>, a column at a time.</summary>
    public static void Fill(NpgsqlParameterCollection parameters, IReadOnlyList<SeenToken> tokens)
    {
        Add(NpgsqlDbType.Bytea, token => Convert.FromHexString(token.Id));
        Add(NpgsqlDbType.TimestampTz, token => token.FirstUsed.UtcDateTime);
        Add(NpgsqlDbType.TimestampTz, token => token.LastUsed.UtcDateTime);
        Add(NpgsqlDbType.TimestampTz, token => token.IssuedAt?.UtcDateTime);
        Add(NpgsqlDbType.TimestampTz, token => token.ExpiresAt.UtcDateTime);
        Add(NpgsqlDbType.TimestampTz, token => token.AcceptedUntil.UtcDateTime);
        Add(NpgsqlDbType.Bigint, token => token.Uses);
        AddText(token => token.AuthorizationServer);
        AddText(token => token.ClientId);
        AddText(token => token.TokenId);
        AddText(token => token.Subject);
        // No role scope has a space in it.
        AddText(token => string.Join(' ', token.Roles));
        AddText(token => token.Header);
        AddText(token => token.Claims);

        void AddText(Func<SeenToken, string?> column) => Add(NpgsqlDbType.Text, token => StoredText.Of(column(token)));

        void Add<T>(NpgsqlDbType type, Func<SeenToken, T> column) =>
            parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. tokens.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    /// <param name="reader">At a row of <see cref="Facts"/>, and <see cref="Details"/> if</param>
    /// <param name="withDetails">says so.</param>
    public static SeenToken Read(NpgsqlDataReader reader, bool withDetails) => new()
    {
        Id = Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(0)),
        FirstUsed = reader.GetFieldValue<DateTimeOffset>(1),
        LastUsed = reader.GetFieldValue<DateTimeOffset>(2),
        IssuedAt = reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
        ExpiresAt = reader.GetFieldValue<DateTimeOffset>(4),
        AcceptedUntil = reader.GetFieldValue<DateTimeOffset>(5),
        Uses = reader.GetInt64(6),
        AuthorizationServer = reader.GetString(7),
        ClientId = Text(reader, 8),
        TokenId = Text(reader, 9),
        Subject = Text(reader, 10),
        Roles = [.. reader.GetString(11).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(RoleScope.Parse)],
        State = TokenState.Active,
        Header = withDetails ? Text(reader, 12) : null,
        Claims = withDetails ? Text(reader, 13) : null,
    };

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
