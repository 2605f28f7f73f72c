using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <param name="Kind">The closed reason.</param>
/// <param name="Detail">For people: our words and configured values; what comes from outside only through <see cref="ForeignText"/>.</param>
internal sealed record KeyFailure(KeyFailureKind Kind, string Detail)
{
    /// <summary>Failures of the network keep their names and numbers among those of keys; a test compares them.</summary>
    public static KeyFailure Of(NetworkFailure failure) => new((KeyFailureKind)(int)failure.Kind, failure.Detail);
}
