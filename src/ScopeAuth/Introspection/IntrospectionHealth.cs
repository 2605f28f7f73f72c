namespace ScopeAuth.Introspection;

/// <summary>How the questions to one server fare, as health and pages show it.</summary>
/// <param name="Endpoint">Where it is asked.</param>
/// <param name="LastSuccess">When it last answered.</param>
/// <param name="LastFailure">Why the last question found no answer; null if it did.</param>
internal sealed record IntrospectionHealth(string Endpoint, DateTimeOffset? LastSuccess, IntrospectionFailure? LastFailure);
