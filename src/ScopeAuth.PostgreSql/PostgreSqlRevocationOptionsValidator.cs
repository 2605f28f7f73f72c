using Microsoft.Extensions.Options;

namespace ScopeAuth.PostgreSql;

/// <summary>Stops the start when a setting has a fault, and says all of them at once.</summary>
internal sealed class PostgreSqlRevocationOptionsValidator : IValidateOptions<PostgreSqlRevocationOptions>
{
    // "<schema>.revocations" is the name of a channel, which may have 63 characters.
    private const int LongestName = 40;

    public ValidateOptionsResult Validate(string? name, PostgreSqlRevocationOptions options)
    {
        var faults = new List<string>();
        if (!IsName(options.Schema)) faults.Add($"{nameof(options.Schema)}: 1 to {LongestName} lower-case letters, digits and '_' are expected, no digit first, and not 'pg_'.");
        Check(nameof(options.CatchUpInterval), options.CatchUpInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Check(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Check(nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Check(nameof(options.LiftRetention), options.LiftRetention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(31));
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults.Select(fault => $"PostgreSQL revocations: {fault}")) : ValidateOptionsResult.Success;

        void Check(string setting, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most) faults.Add($"{setting}: {value} is not between {least} and {most}.");
        }
    }

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && !char.IsAsciiDigit(name[0]) && !name.StartsWith("pg_", StringComparison.Ordinal)
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
