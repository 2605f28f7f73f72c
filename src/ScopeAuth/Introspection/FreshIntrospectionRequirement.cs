using Microsoft.AspNetCore.Authorization;

namespace ScopeAuth.Introspection;

/// <summary>That the token's server was asked for this very request, if it is one that is asked.</summary>
internal sealed class FreshIntrospectionRequirement : IAuthorizationRequirement
{
    public const string PolicyName = $"{ScopeAuthDefaults.Policy}:fresh-introspection";
}
