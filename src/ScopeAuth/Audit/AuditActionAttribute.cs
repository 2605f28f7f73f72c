namespace ScopeAuth;

/// <summary>What an endpoint's audit records say was done, where the HTTP method alone does not tell.</summary>
/// <remarks>The action's attribute replaces the one of its controller or group as a whole.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class AuditActionAttribute : Attribute
{
    /// <summary>Names the action.</summary>
    /// <param name="action">The word for the column Action, for example <c>Activate</c>.</param>
    public AuditActionAttribute(string action)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(action);
        Action = action;
    }

    /// <summary>The word for the column Action.</summary>
    public string Action { get; }

    /// <summary>The word for the column Category.</summary>
    /// <value>Default: the category that the endpoint's policy names.</value>
    public string? Category { get; set; }

    /// <summary>The word for the column Interface.</summary>
    /// <value>Default <c>API</c>.</value>
    public string? Interface { get; set; }

    /// <summary>Who acted, where that is no role of a token: a page's administrator.</summary>
    internal Func<System.Security.Claims.ClaimsPrincipal, string?>? AdminIdOf { get; set; }
}
