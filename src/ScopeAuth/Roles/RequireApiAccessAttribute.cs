using Microsoft.AspNetCore.Authorization;
using ScopeAuth.Roles;

namespace ScopeAuth;

/// <summary>Lets only callers whose role has access to a category reach a controller, action, hub, gRPC service or endpoint.</summary>
/// <remarks>Names are compared ordinally. A category that no configured role names stops the start of the application.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireApiAccessAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly ApiAccess? _access;

    /// <summary>Asks for <see cref="ApiAccess.View"/> with GET and HEAD, and for <see cref="ApiAccess.Full"/> with every other method.</summary>
    /// <param name="category">The category, for example <c>Firewall</c>.</param>
    public RequireApiAccessAttribute(string category)
        : base(ScopeAuthDefaults.Policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(category);
        Category = category;
    }

    /// <summary>Asks for the given access, whatever the method.</summary>
    /// <param name="category">The category, for example <c>Firewall</c>.</param>
    /// <param name="access"><see cref="ApiAccess.View"/> or <see cref="ApiAccess.Full"/>.</param>
    public RequireApiAccessAttribute(string category, ApiAccess access)
        : this(category) =>
        _access = access is ApiAccess.View or ApiAccess.Full ? access : throw new ArgumentOutOfRangeException(nameof(access), "Ask for View or Full.");

    /// <summary>The category of endpoints.</summary>
    public string Category { get; }

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new ApiAccessRequirement(Category, _access)];
}
