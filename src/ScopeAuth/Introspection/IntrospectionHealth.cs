namespace ScopeAuth.Introspection;

/// <summary>How the questions to one server fare, as health and pages show it.</summary>
/// <param name="Endpoint">Where it is asked.</param>
/// <param name="LastSuccess">When it last answered.</param>
/// <param name="LastFailure">Why the last question found no answer; null if it did.</param>
/// <param name="IsFailing">
/// Whether the last failure is young. An instance that gets no requests because it is taken for ill would otherwise never ask again.
/// </param>
internal sealed record IntrospectionHealth(string Endpoint, DateTimeOffset? LastSuccess, IntrospectionFailure? LastFailure, bool IsFailing);
