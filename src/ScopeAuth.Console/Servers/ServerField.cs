using System.Globalization;

namespace ScopeAuth.Console.Servers;

/// <summary>One setting of an authorization server, as the form shows and reads it.</summary>
/// <param name="Name">The setting's name in the configuration, and the field's.</param>
/// <param name="Label">What it is called on the page.</param>
/// <param name="Hint">What to write there.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Read">The setting as text; empty for none.</param>
/// <param name="Write">Sets it from text. A text that is no value of it throws <see cref="FormatException"/>.</param>
internal sealed record ServerField(
    string Name, string Label, string? Hint, FieldKind Kind, Func<AuthorizationServerOptions, string> Read, Action<AuthorizationServerOptions, string> Write)
{
    public IReadOnlyList<string> Choices { get; init; } = [];

    public bool IsAdvanced { get; init; }

    public static ServerField Text(string name, string label, string? hint, Func<AuthorizationServerOptions, string?> read, Action<AuthorizationServerOptions, string?> write) =>
        new(name, label, hint, FieldKind.Text, options => read(options) ?? "", (options, text) => write(options, text.Trim() is { Length: > 0 } value ? value : null));

    public static ServerField Lines(string name, string label, string? hint, Func<AuthorizationServerOptions, IList<string>?> read, Action<AuthorizationServerOptions, List<string>> write) =>
        new(name, label, hint, FieldKind.Lines, options => string.Join('\n', read(options) ?? []),
            (options, text) => write(options, [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]));

    public static ServerField Flag(string name, string label, string? hint, Func<AuthorizationServerOptions, bool> read, Action<AuthorizationServerOptions, bool> write) =>
        new(name, label, hint, FieldKind.Flag, options => read(options) ? "on" : "", (options, text) => write(options, text == "on"));

    public static ServerField Choice<TEnum>(string name, string label, string? hint, Func<AuthorizationServerOptions, TEnum> read, Action<AuthorizationServerOptions, TEnum> write)
        where TEnum : struct, Enum => new(name, label, hint, FieldKind.Choice, options => read(options).ToString(), (options, text) => write(options, Parse<TEnum>(label, text)))
        {
            Choices = Enum.GetNames<TEnum>(),
        };

    public static ServerField Seconds(string name, string label, string? hint, Func<AuthorizationServerOptions, TimeSpan> read, Action<AuthorizationServerOptions, TimeSpan> write) =>
        new(name, label, hint, FieldKind.Seconds, options => read(options).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture), (options, text) => write(options,
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < TimeSpan.FromDays(365).TotalSeconds
                ? TimeSpan.FromSeconds(seconds) : throw new FormatException($"{label}: a number of seconds is expected.")));

    private static TEnum Parse<TEnum>(string label, string text)
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Contains(text, StringComparer.Ordinal) ? Enum.Parse<TEnum>(text)
            : throw new FormatException($"{label}: one of {string.Join(", ", Enum.GetNames<TEnum>())} is expected.");
}
