namespace ScopeAuth;

/// <summary>One API role: a name, and its access per category of endpoints.</summary>
public sealed class ApiRoleOptions
{
    /// <summary>The access per category, for example <c>"Firewall": "Full"</c>. A category that is not named is <see cref="ApiAccess.None"/>.</summary>
    /// <remarks>The categories that any role names are the categories of the API; an endpoint that names another one stops the start.</remarks>
    public IDictionary<string, ApiAccess> Access { get; } = new Dictionary<string, ApiAccess>(StringComparer.Ordinal);

    /// <summary>The organisations in which the role exists, as <c>&lt;cloud&gt;::&lt;orgId&gt;</c>, or <c>*</c> for all.</summary>
    /// <value>Default <c>*</c>. Naming organisations replaces it; an empty list is a fault.</value>
    public IList<string> Organizations { get; set; } = ["*"];
}
