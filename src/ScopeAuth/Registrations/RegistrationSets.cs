namespace ScopeAuth.Registrations;

/// <summary>What the stores hold, as far as this node has heard; null for what was not read yet.</summary>
internal sealed record RegistrationSets(RegistrationSet? Servers, RegistrationSet? Roles);
