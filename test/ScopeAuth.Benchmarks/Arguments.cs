using System.Globalization;

namespace ScopeAuth.Benchmarks;

/// <summary>What stands after the command.</summary>
internal static class Arguments
{
    public static string? Find(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is var place and >= 0 && place + 1 < arguments.Length ? arguments[place + 1] : null;

    public static int Number(string[] arguments, string name, int otherwise) =>
        Find(arguments, name) is { } text ? int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : otherwise;
}
