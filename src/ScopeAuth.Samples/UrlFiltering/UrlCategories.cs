using System.Collections.Concurrent;

namespace ScopeAuth.Samples.UrlFiltering;

/// <summary>The URL categories of every organisation, in memory. The platform defines their names, an organisation what is in them.</summary>
internal sealed class UrlCategories
{
    private readonly ConcurrentDictionary<Organization, ConcurrentDictionary<string, UrlCategory>> _categories = new();

    public IEnumerable<UrlCategory> All(Organization organization) => Of(organization).Values.OrderBy(category => category.Name, StringComparer.Ordinal);

    /// <returns>Whether there is such a category.</returns>
    public bool TryReplace(Organization organization, UrlCategory category)
    {
        var categories = Of(organization);
        if (!categories.ContainsKey(category.Name!)) return false;
        categories[category.Name!] = category;
        return true;
    }

    private ConcurrentDictionary<string, UrlCategory> Of(Organization organization) => _categories.GetOrAdd(organization, _ =>
        new(new UrlCategory[] { new("BLOCKED", ["malware.example"]), new("TRUSTED", ["example.com", "example.net"]) }
            .Select(category => KeyValuePair.Create(category.Name!, category)), StringComparer.Ordinal));
}
