namespace ScopeAuth.Samples.Firewall;

/// <summary>A rule as it is kept: it has an ID, and it says who made it.</summary>
internal sealed record FirewallRule(int Id, string Name, string Action, string Destination, string CreatedBy);
