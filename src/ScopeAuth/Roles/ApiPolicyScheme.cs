namespace ScopeAuth.Roles;

/// <summary>The authentication scheme that ScopeAuth's policies ask.</summary>
internal sealed record ApiPolicyScheme(string Name);
