using System.Globalization;
using Npgsql;

namespace ScopeAuth.PostgreSql.Audit;

/// <summary>A place in the trail: that of one record in the order of time. What comes behind it does not depend on what is added in front.</summary>
internal readonly record struct AuditPlace(DateTime RecordedAt, Guid Id)
{
    /// <param name="reader">At a row that begins with the time and the ID.</param>
    public static AuditPlace Of(NpgsqlDataReader reader) => new(reader.GetDateTime(0), reader.GetGuid(1));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out AuditPlace place)
    {
        place = default;
        var at = text.IndexOf('-', StringComparison.Ordinal);
        if (at < 0 || !long.TryParse(text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks) return false;
        if (!Guid.TryParseExact(text.AsSpan(at + 1), "N", out var id)) return false;
        place = new(new(ticks, DateTimeKind.Utc), id);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RecordedAt.Ticks}-{Id:N}");
}
