using System.Collections.Immutable;

namespace ScopeAuth.Roles;

/// <summary>Kept with a request that the endpoint's policy refused: the roles that would have been enough.</summary>
internal sealed record SufficientRoles(ImmutableArray<string> Names);
