namespace ScopeAuth.Testing.Tokens;

/// <summary>Role scopes as a test server sees them: text that a client asks for, whose role may hold spaces.</summary>
internal static class ScopeText
{
    public static bool TrySplit(string scope, out string cloud, out string orgId, out string role)
    {
        var parts = scope.Split("::");
        (cloud, orgId, role) = parts.Length == 3 ? (parts[0], parts[1], parts[2]) : ("", "", "");
        return parts.Length == 3;
    }

    public static Organization? OrganizationOf(string scope) =>
        TrySplit(scope, out var cloud, out var orgId, out _) && Organization.TryParse($"{cloud}::{orgId}", out var organization)
            ? organization
            : null;

    /// <summary>The scopes of a token request.</summary>
    /// <remarks>A word without a separator continues the role before it: some vendors' role names hold spaces.</remarks>
    public static List<string> Read(string? parameter)
    {
        List<string> scopes = [];
        foreach (var word in (parameter ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (scopes.Count > 0 && !word.Contains("::", StringComparison.Ordinal)) scopes[^1] += $" {word}";
            else scopes.Add(word);
        }

        return scopes;
    }
}
