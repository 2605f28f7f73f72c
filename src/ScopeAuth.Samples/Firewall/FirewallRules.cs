using System.Collections.Concurrent;

namespace ScopeAuth.Samples.Firewall;

/// <summary>The firewall rules of every organisation, in memory. Each organisation has its own; nobody reaches another's.</summary>
internal sealed class FirewallRules
{
    private const string Platform = "platform";

    private readonly ConcurrentDictionary<Organization, ConcurrentDictionary<int, FirewallRule>> _rules = new();
    private int _lastId = 100;

    public IEnumerable<FirewallRule> All(Organization organization) => Of(organization).Values.OrderBy(rule => rule.Id);

    public FirewallRule? Find(Organization organization, int id) => Of(organization).GetValueOrDefault(id);

    public FirewallRule Add(Organization organization, NewFirewallRule rule, string adminId)
    {
        var added = new FirewallRule(Interlocked.Increment(ref _lastId), rule.Name!, rule.Action!, rule.Destination!, adminId);
        Of(organization)[added.Id] = added;
        return added;
    }

    public bool Remove(Organization organization, int id) => Of(organization).TryRemove(id, out _);

    private ConcurrentDictionary<int, FirewallRule> Of(Organization organization) => _rules.GetOrAdd(organization, _ => new(
    [
        new(1, new(1, "Allow DNS", "ALLOW", "10.0.0.53", Platform)),
        new(2, new(2, "Block Telnet", "BLOCK", "0.0.0.0/0:23", Platform)),
    ]));
}
