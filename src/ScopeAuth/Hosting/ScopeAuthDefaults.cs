namespace ScopeAuth;

/// <summary>Names that a service may need to repeat.</summary>
public static class ScopeAuthDefaults
{
    /// <summary>The default authentication scheme: <c>Bearer</c>.</summary>
    public const string AuthenticationScheme = "Bearer";

    /// <summary>The default configuration section: <c>ScopeAuth</c>.</summary>
    public const string ConfigurationSection = "ScopeAuth";

    /// <summary>The authorization policy that demands a token with a usable role: <c>ScopeRoleAuth</c>. It is also the default policy.</summary>
    public const string Policy = "ScopeRoleAuth";

    /// <summary>The name of the meter and of the activity source: <c>ScopeAuth</c>.</summary>
    public const string TelemetryName = "ScopeAuth";
}
