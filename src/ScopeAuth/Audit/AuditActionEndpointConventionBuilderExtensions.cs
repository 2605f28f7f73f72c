using ScopeAuth;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Names what the audit records of endpoints say was done.</summary>
public static class AuditActionEndpointConventionBuilderExtensions
{
    /// <summary>Names the action in the audit records of the endpoint, or of all endpoints of the group.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint or group.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="action">The word for the column Action, for example <c>Activate</c>.</param>
    /// <param name="category">The word for the column Category; by default the category that the endpoint's policy names.</param>
    /// <param name="interfaceName">The word for the column Interface; by default <c>API</c>.</param>
    /// <returns>The endpoint or group.</returns>
    public static TBuilder WithAuditAction<TBuilder>(
        this TBuilder builder, string action, string? category = null, string? interfaceName = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var attribute = new AuditActionAttribute(action) { Category = category, Interface = interfaceName };
        builder.Add(endpoint => endpoint.Metadata.Add(attribute));
        return builder;
    }
}
