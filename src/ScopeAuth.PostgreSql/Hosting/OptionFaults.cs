using Microsoft.Extensions.Options;

namespace ScopeAuth.PostgreSql.Hosting;

/// <summary>The faults of one set of options.</summary>
internal sealed class OptionFaults(string what)
{
    // "<schema>.registrations" is the name of a channel, which may have 63 characters.
    private const int LongestName = 40;

    private readonly List<string> _faults = [];

    public ValidateOptionsResult Result => _faults.Count > 0 ? ValidateOptionsResult.Fail(_faults) : ValidateOptionsResult.Success;

    public void CheckSchema(string setting, string? name)
    {
        if (!IsName(name)) _faults.Add($"{what}: {setting}: 1 to {LongestName} lower-case letters, digits and '_' are expected, no digit first, and not 'pg_'.");
    }

    public void Check(string setting, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) _faults.Add($"{what}: {setting}: {value} is not between {least} and {most}.");
    }

    public void CheckDefined<TEnum>(string setting, TEnum value)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value)) _faults.Add($"{what}: {setting}: {string.Join(" or ", Enum.GetNames<TEnum>())} is expected.");
    }

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && !char.IsAsciiDigit(name[0]) && !name.StartsWith("pg_", StringComparison.Ordinal)
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
