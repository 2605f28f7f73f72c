using System.Diagnostics.CodeAnalysis;

namespace ScopeAuth.Roles;

/// <summary>Names of policies that say what they ask for.</summary>
/// <remarks>
/// What is asked travels in the name because the name is all that some callers look at: hub methods, MVC without endpoint routing and
/// Razor components know <c>IAuthorizeData</c>, and pass by <c>IAuthorizationRequirementData</c> without a word.
/// </remarks>
internal static class ApiPolicyName
{
    private const string Roles = $"{ScopeAuthDefaults.Policy}:role:";
    private const string Access = $"{ScopeAuthDefaults.Policy}:access:";
    private const string ByMethod = "ByMethod";

    // Escaped, so that no name can end another or begin one more.
    public static string ForRoles(IEnumerable<string> roles) => Roles + string.Join(',', roles.Select(Uri.EscapeDataString));

    public static string ForAccess(string category, ApiAccess? access) => $"{Access}{access?.ToString() ?? ByMethod}:{Uri.EscapeDataString(category)}";

    public static bool TryRead(string name, [NotNullWhen(true)] out ApiRequirement? requirement)
    {
        requirement = null;
        if (name.StartsWith(Roles, StringComparison.Ordinal))
        {
            requirement = new ApiRoleRequirement([.. name[Roles.Length..].Split(',').Select(Uri.UnescapeDataString)]);
            return true;
        }
        if (!name.StartsWith(Access, StringComparison.Ordinal) || name[Access.Length..].Split(':') is not [var access, var category]) return false;
        if (access == ByMethod) requirement = new ApiAccessRequirement(Uri.UnescapeDataString(category), access: null);
        else if (access is nameof(ApiAccess.View) or nameof(ApiAccess.Full)) requirement = new ApiAccessRequirement(Uri.UnescapeDataString(category), Enum.Parse<ApiAccess>(access));
        return requirement is not null;
    }
}
