using System.Globalization;

namespace ScopeAuth.Audit;

/// <summary>A place in the files of the trail: the name says the day and the number, so that their order is known without opening one.</summary>
/// <param name="Day">The day on which the file was begun.</param>
/// <param name="Number">Its number among those of the day; 0 for the first.</param>
/// <param name="Offset">The end of what is still to be read, always the end of a line.</param>
internal readonly record struct AuditFilePosition(DateOnly Day, int Number, long Offset)
{
    private const string Beginning = "audit-";
    private const string Ending = ".jsonl";
    private const string DayFormat = "yyyyMMdd";

    public string FileName => Number == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Beginning}{Day:yyyyMMdd}{Ending}")
        : string.Create(CultureInfo.InvariantCulture, $"{Beginning}{Day:yyyyMMdd}-{Number}{Ending}");

    /// <summary>The files of a folder, the newest first.</summary>
    public static IEnumerable<AuditFilePosition> In(string directory)
    {
        if (!Directory.Exists(directory)) return [];
        return Directory.EnumerateFiles(directory, $"{Beginning}*{Ending}")
            .Select(path => OfName(Path.GetFileName(path.AsSpan())))
            .OfType<AuditFilePosition>()
            .OrderByDescending(file => file.Day)
            .ThenByDescending(file => file.Number);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out AuditFilePosition position)
    {
        position = default;
        var at = text.LastIndexOf(':');
        if (at < 0 || OfName(text.AsSpan(0, at)) is not { } file) return false;
        if (!long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)) return false;
        position = file with { Offset = offset };
        return true;
    }

    public bool IsOlderThan(in AuditFilePosition other) => Day < other.Day || (Day == other.Day && Number < other.Number);

    public bool IsIn(in AuditFilePosition other) => Day == other.Day && Number == other.Number;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FileName}:{Offset}");

    private static AuditFilePosition? OfName(ReadOnlySpan<char> name)
    {
        if (!name.StartsWith(Beginning, StringComparison.Ordinal) || !name.EndsWith(Ending, StringComparison.Ordinal)) return null;
        var stem = name[Beginning.Length..^Ending.Length];
        if (stem.Length < DayFormat.Length) return null;
        if (!DateOnly.TryParseExact(stem[..DayFormat.Length], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
        var rest = stem[DayFormat.Length..];
        if (rest.IsEmpty) return new(day, 0, 0);
        return rest[0] == '-' && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? new(day, number, 0) : null;
    }
}
