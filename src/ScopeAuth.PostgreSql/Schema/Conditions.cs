using System.Globalization;
using Npgsql;

namespace ScopeAuth.PostgreSql.Schema;

/// <summary>The conditions of a query, as SQL. What the caller gives becomes parameters, never text.</summary>
/// <param name="first">The number of the first parameter.</param>
internal sealed class Conditions(int first)
{
    // So much of a text is in its index.
    private const int Indexed = 256;

    private readonly List<string> _conditions = [];
    private readonly List<NpgsqlParameter> _parameters = [];

    public string Where => _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}";

    public NpgsqlParameter[] Parameters => [.. _parameters];

    /// <param name="condition">With {0} where the value stands.</param>
    /// <param name="value">The value.</param>
    public void Add<T>(string condition, T value) => _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, Place(value)));

    /// <param name="condition">With {0} and {1} where the values stand.</param>
    /// <param name="one">The first value.</param>
    /// <param name="two">The second.</param>
    public void Add<T1, T2>(string condition, T1 one, T2 two) => _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, Place(one), Place(two)));

    /// <param name="condition">With {0}, {1} and {2} where the values stand.</param>
    /// <param name="one">The first value.</param>
    /// <param name="two">The second.</param>
    /// <param name="three">The third.</param>
    public void Add<T1, T2, T3>(string condition, T1 one, T2 two, T3 three) =>
        _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, Place(one), Place(two), Place(three)));

    /// <summary>A span of time: its beginning is in it, its end is not.</summary>
    public void AddSpan(string column, DateTimeOffset? from, DateTimeOffset? to)
    {
        AddTime($"{column} >= {{0}}", from);
        AddTime($"{column} < {{0}}", to);
    }

    /// <summary>A time up to which, or from which.</summary>
    public void AddTime(string condition, DateTimeOffset? time)
    {
        if (time is { } value) Add(condition, value.UtcDateTime);
    }

    /// <summary>The rows behind one, in falling order of a time and an ID.</summary>
    public void AddBehind<TId>(string timeColumn, DateTime time, TId id)
    {
        // In two parts: the first is the bound of a walk along any index that ends with the time.
        var place = Place(time);
        _conditions.Add($"{timeColumn} <= {place} AND ({timeColumn} < {place} OR id < {Place(id)})");
    }

    /// <summary>The whole text. A column is one of ours, and has an index of its beginnings.</summary>
    public void AddExact(string column, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        var (whole, beginning) = (StoredText.Of(text), Beginning(StoredText.Of(text)));
        Add($"left({column}, {Indexed}) = {{0}}", beginning);
        // A shorter text is all there is.
        if (beginning.Length == whole.Length && Letters(whole) < Indexed) return;
        Add($"{column} = {{0}}", whole);
    }

    /// <summary>The whole text, or its beginning where it ends with an asterisk.</summary>
    public void AddSearch(string column, string? text)
    {
        if (string.IsNullOrEmpty(text) || text[^1] != '*')
        {
            AddExact(column, text);
            return;
        }
        var whole = StoredText.Of(text[..^1]);
        var beginning = Beginning(whole);
        Add($"left({column}, {Indexed}) LIKE {{0}}", AsPattern(beginning));
        if (beginning.Length < whole.Length) Add($"starts_with({column}, {{0}})", whole);
    }

    // What LIKE would read as any letters is meant as written.
    private static string AsPattern(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";

    // PostgreSQL counts code points.
    private static string Beginning(string text)
    {
        if (text.Length <= Indexed) return text;
        var length = 0;
        foreach (var rune in text.EnumerateRunes().Take(Indexed)) length += rune.Utf16SequenceLength;
        return text[..length];
    }

    private static int Letters(string text) => text.EnumerateRunes().Count();

    private string Place<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return string.Create(CultureInfo.InvariantCulture, $"${first + _parameters.Count - 1}");
    }
}
