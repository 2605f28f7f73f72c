namespace ScopeAuth.Network;

/// <param name="Kind">The closed reason.</param>
/// <param name="Detail">For people: our words and configured values, nothing that the other side sent.</param>
internal sealed record NetworkFailure(NetworkFailureKind Kind, string Detail);
