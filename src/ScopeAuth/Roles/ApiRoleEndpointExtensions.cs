using ScopeAuth;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Protects endpoints and groups of endpoints by API role or by access to a category.</summary>
public static class ApiRoleEndpointExtensions
{
    /// <inheritdoc cref="RequireApiRoleAttribute(string[])"/>
    /// <param name="builder">The endpoints.</param>
    /// <param name="roles">The roles, at least one; any of them is enough.</param>
    public static TBuilder RequireApiRole<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequireApiRoleAttribute(roles));

    /// <inheritdoc cref="RequireApiAccessAttribute(string)"/>
    /// <param name="builder">The endpoints.</param>
    /// <param name="category">The category, for example <c>Firewall</c>.</param>
    public static TBuilder RequireApiAccess<TBuilder>(this TBuilder builder, string category)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequireApiAccessAttribute(category));

    /// <inheritdoc cref="RequireApiAccessAttribute(string, ApiAccess)"/>
    /// <param name="builder">The endpoints.</param>
    /// <param name="category">The category, for example <c>Firewall</c>.</param>
    /// <param name="access"><see cref="ApiAccess.View"/> or <see cref="ApiAccess.Full"/>, whatever the method.</param>
    public static TBuilder RequireApiAccess<TBuilder>(this TBuilder builder, string category, ApiAccess access)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequireApiAccessAttribute(category, access));

    /// <inheritdoc cref="RequireFreshIntrospectionAttribute"/>
    /// <param name="builder">The endpoints.</param>
    public static TBuilder RequireFreshIntrospection<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequireFreshIntrospectionAttribute());
}
