using Microsoft.AspNetCore.Authorization;
using ScopeAuth.Roles;

namespace ScopeAuth;

/// <summary>Lets only callers whose role has access to a category reach a controller, action, hub, hub method, gRPC service or endpoint.</summary>
/// <remarks>Names are compared ordinally. A category that no configured role names stops the start of the application.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireApiAccessAttribute : AuthorizeAttribute
{
    /// <summary>Asks for <see cref="ApiAccess.View"/> with GET and HEAD, and for <see cref="ApiAccess.Full"/> with every other method.</summary>
    /// <remarks>
    /// What is sent over an open connection has no method: hubs, their methods and WebSockets need <see cref="ApiAccess.Full"/> unless an
    /// access is named.
    /// </remarks>
    /// <param name="category">The category, for example <c>Firewall</c>.</param>
    public RequireApiAccessAttribute(string category)
        : this(category, null)
    {
    }

    /// <summary>Asks for the given access, whatever the method.</summary>
    /// <param name="category">The category, for example <c>Firewall</c>.</param>
    /// <param name="access"><see cref="ApiAccess.View"/> or <see cref="ApiAccess.Full"/>.</param>
    public RequireApiAccessAttribute(string category, ApiAccess access)
        : this(category, (ApiAccess?)(access is ApiAccess.View or ApiAccess.Full
            ? access
            : throw new ArgumentOutOfRangeException(nameof(access), "Ask for View or Full.")))
    {
    }

    private RequireApiAccessAttribute(string category, ApiAccess? access)
    {
        ArgumentException.ThrowIfNullOrEmpty(category);
        Category = category;
        base.Policy = ApiPolicyName.ForAccess(category, access);
    }

    /// <summary>The category of endpoints.</summary>
    public string Category { get; }

    /// <summary>The policy that asks for the access. It cannot be set: another policy belongs into an <c>[Authorize]</c> beside this one.</summary>
    public new string Policy => base.Policy!;
}
