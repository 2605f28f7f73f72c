using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace ScopeAuth.Roles;

/// <summary>What a policy asks of the caller's roles.</summary>
internal abstract class ApiRequirement : IAuthorizationRequirement
{
    /// <summary>The category of endpoints that the requirement names, for the audit record.</summary>
    public virtual string? Category => null;

    /// <summary>Whether ScopeAuth decides a requirement by itself. One that is derived from the framework's may ask for anything else.</summary>
    public static bool Decides(IAuthorizationRequirement requirement) =>
        requirement is ApiRequirement || requirement.GetType() == typeof(DenyAnonymousAuthorizationRequirement);

    /// <param name="role">A role of the caller.</param>
    /// <param name="method">The method of the request; null where there is none, as in a call on an open connection.</param>
    public abstract bool IsMetBy(ApiRole role, string? method);

    /// <summary>The first role or category that nobody configured, or null.</summary>
    public abstract string? FindUnknownName(ApiRoleTable roles);
}

/// <summary>Any usable role.</summary>
internal sealed class UsableRoleRequirement : ApiRequirement
{
    public override bool IsMetBy(ApiRole role, string? method) => true;

    public override string? FindUnknownName(ApiRoleTable roles) => null;
}

/// <summary>One of the named roles.</summary>
internal sealed class ApiRoleRequirement(IReadOnlyList<string> names) : ApiRequirement
{
    public override bool IsMetBy(ApiRole role, string? method)
    {
        foreach (var name in names)
            if (string.Equals(name, role.Name, StringComparison.Ordinal)) return true;
        return false;
    }

    public override string? FindUnknownName(ApiRoleTable roles) =>
        names.FirstOrDefault(name => roles.Find(name) is null) is { } unknown ? $"API role '{unknown}'" : null;

    public override string ToString() => $"API role {string.Join(" or ", names)}";
}

/// <summary>Access to a category: as named, or as the method needs it.</summary>
internal sealed class ApiAccessRequirement(string category, ApiAccess? access) : ApiRequirement
{
    public override string Category => category;

    public override bool IsMetBy(ApiRole role, string? method) => role.AccessTo(category) >= (access ?? Needed(method));

    public override string? FindUnknownName(ApiRoleTable roles) => roles.HasCategory(category) ? null : $"category '{category}'";

    public override string ToString() => $"access to {category}";

    // RFC 9110 section 9.2.1: GET and HEAD only read. Whatever else a method is said to be, it needs full access.
    private static ApiAccess Needed(string? method) =>
        method is not null && (method.Equals("GET", StringComparison.OrdinalIgnoreCase) || method.Equals("HEAD", StringComparison.OrdinalIgnoreCase))
            ? ApiAccess.View
            : ApiAccess.Full;
}
