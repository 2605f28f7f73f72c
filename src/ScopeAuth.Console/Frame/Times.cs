using System.Globalization;

namespace ScopeAuth.Console.Frame;

/// <summary>Times and numbers as the pages show them: UTC, the same for every reader.</summary>
internal static class Times
{
    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string ShowOr(DateTimeOffset? time, string none) => time is { } known ? Show(known) : none;

    public static string Machine(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
