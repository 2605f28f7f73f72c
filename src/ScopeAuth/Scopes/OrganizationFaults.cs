namespace ScopeAuth.Scopes;

/// <summary>What can be wrong with a list of organisations in the settings.</summary>
internal static class OrganizationFaults
{
    private const string Example = "for example [ \"zscaler.net::1234567\" ]";

    public static void Find(string path, IList<string> organizations, IDictionary<string, CloudOptions> clouds, bool orAll, List<string> faults)
    {
        if (organizations.Count == 0) faults.Add($"{path}: name at least one organisation{(orAll ? ", or \"*\" for all" : "")}; {Example}.");
        if (orAll && organizations is ["*"]) return;
        foreach (var text in organizations)
        {
            if (!Organization.TryParse(text, out var organization))
                faults.Add($"{path}: '{text}' is not '<cloud>::<orgId>'; {Example}.");
            // Without the section every cloud that is named by an organisation exists; with it, a cloud that is missing is a slip.
            else if (clouds.Count > 0 && !clouds.ContainsKey(organization.Cloud))
                faults.Add($"{path}: the cloud of '{text}' is not among Clouds ({string.Join(", ", clouds.Keys)}).");
        }
    }
}
