using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ScopeAuth.Hosting;

/// <summary>Reads one configuration setting, and notes a fault with the setting's path and an example of a right value where it is wrong.</summary>
internal readonly struct SettingReader(IConfigurationSection section, ICollection<string> faults)
{
    public IConfigurationSection Section { get; } = section;

    public string? Text()
    {
        // A name below a text is a setting that nobody reads.
        if (Section.GetChildren().Any()) faults.Add($"{Section.Path}: a text is expected, not an object or a list.");
        return Section.Value is { Length: > 0 } text ? text : null;
    }

    public bool Flag() => Parse(bool.TryParse, "true", fallback: false);

    public int Number(string example) => Parse((string? text, out int value) => int.TryParse(text, CultureInfo.InvariantCulture, out value), example, 0);

    public long LongNumber(string example) => Parse((string? text, out long value) => long.TryParse(text, CultureInfo.InvariantCulture, out value), example, 0L);

    public TimeSpan Duration(string example) =>
        Parse((string? text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value), $"\"{example}\"", TimeSpan.Zero);

    // Names only: a number would name a member of the enumeration by accident.
    public TEnum Name<TEnum>()
        where TEnum : struct, Enum =>
        Parse((string? text, out TEnum value) => Enum.TryParse(text, ignoreCase: true, out value) && Enum.GetNames<TEnum>().Contains(text, StringComparer.OrdinalIgnoreCase),
            string.Join(", ", Enum.GetNames<TEnum>().Select(name => $"\"{name}\"")), default(TEnum));

    /// <summary>A list, or a single value for a list of one. An empty list stays empty: what that means is the validator's question.</summary>
    public IList<string> List() =>
        Section.Value is { Length: > 0 } single ? [single] : [.. Section.GetChildren().Select(item => item.Value ?? "")];

    /// <summary>The members of an object, each read by <paramref name="read"/>.</summary>
    public void Each(Action<string, SettingReader> read)
    {
        ExpectObject();
        foreach (var child in Section.GetChildren()) read(child.Key, new(child, faults));
    }

    /// <summary>Applies each known setting of an object; every other key is a fault.</summary>
    public void Apply<TOptions>(TOptions options, IReadOnlyDictionary<string, Action<SettingReader, TOptions>> known)
    {
        ExpectObject();
        foreach (var child in Section.GetChildren())
            if (known.TryGetValue(child.Key, out var apply)) apply(new(child, faults), options);
            else faults.Add($"{child.Path}: unknown setting. {Hint(child.Key, known.Keys)}");
    }

    private void ExpectObject()
    {
        if (Section.Value is { Length: > 0 }) faults.Add($"{Section.Path}: an object with names is expected, not the text '{Section.Value}'.");
    }

    private delegate bool TryParse<T>(string? text, out T value);

    private T Parse<T>(TryParse<T> tryParse, string example, T fallback)
    {
        if (tryParse(Section.Value, out var value) && !Section.GetChildren().Any()) return value;
        faults.Add($"{Section.Path}: '{Section.Value}' is not a right value; for example {example}.");
        return fallback;
    }

    private static string Hint(string key, IEnumerable<string> known)
    {
        var near = known.FirstOrDefault(name => name.StartsWith(key, StringComparison.OrdinalIgnoreCase) || key.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return near is null ? $"Known here: {string.Join(", ", known)}." : $"Did you mean {near}?";
    }
}
