namespace ScopeAuth.Console.Frame;

/// <summary>The pages that the navigation shows, by their address below the prefix.</summary>
internal static class ConsolePages
{
    public static IReadOnlyList<(string Page, string Name)> All { get; } =
    [
        ("", "Overview"),
        ("servers", "Authorization servers"),
        ("roles", "API roles"),
        ("tokens", "Tokens"),
        ("revocations", "Revocations"),
        ("audit", "Audit log"),
        ("explain", "Explain a token"),
    ];
}
