using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Console.Frame;

/// <summary>What a filter form asked for. Whatever is no value of a filter is left out, as if it had not been asked.</summary>
internal sealed class Asked(IQueryCollection query)
{
    public string? Text(string name) => TextIn(query[name]);

    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum => ChoiceIn<TEnum>(query[name]);

    /// <summary>What was written into a field, of this form or another.</summary>
    public static string? TextIn(string? field) => string.IsNullOrWhiteSpace(field) ? null : field.Trim();

    /// <summary>What was chosen in a field, of this form or another.</summary>
    public static TEnum? ChoiceIn<TEnum>(string? field)
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Contains(field, StringComparer.Ordinal) ? Enum.Parse<TEnum>(field!) : null;

    /// <summary>A time in UTC, as a field for local times writes it.</summary>
    public DateTimeOffset? Time(string name) => Text(name) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>The same question with one answer changed, as a query.</summary>
    public string With(string name, string value, params ReadOnlySpan<string> without)
    {
        var left = new List<KeyValuePair<string, string?>>();
        foreach (var (key, values) in query)
            if (key != name && key != "done" && !without.Contains(key) && !string.IsNullOrEmpty(values)) left.Add(new(key, values.ToString()));
        return QueryString.Create(left.Append(new(name, value))).ToString();
    }
}
