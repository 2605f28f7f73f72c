namespace ScopeAuth.Introspection;

/// <param name="Kind">The closed reason.</param>
/// <param name="Detail">For people: our words and configured values, nothing that the server sent.</param>
internal sealed record IntrospectionFailure(IntrospectionFailureKind Kind, string Detail);
