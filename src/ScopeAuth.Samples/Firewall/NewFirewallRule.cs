namespace ScopeAuth.Samples.Firewall;

/// <summary>A rule as a client sends it.</summary>
internal sealed record NewFirewallRule(string? Name, string? Action, string? Destination)
{
    private static readonly string[] Actions = ["ALLOW", "BLOCK"];

    /// <summary>What is wrong with it, by member.</summary>
    public Dictionary<string, string[]> FindFaults()
    {
        var faults = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 128) faults["name"] = ["A name of 1 to 128 characters is expected."];
        if (!Actions.Contains(Action, StringComparer.Ordinal)) faults["action"] = ["ALLOW or BLOCK is expected."];
        if (string.IsNullOrWhiteSpace(Destination) || Destination.Length > 256) faults["destination"] = ["An address, a network or a name is expected."];
        return faults;
    }
}
