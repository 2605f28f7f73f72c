namespace ScopeAuth.Samples.UrlFiltering;

/// <summary>A named list of host names.</summary>
internal sealed record UrlCategory(string? Name, IReadOnlyList<string>? Urls)
{
    private const int MostUrls = 1000;

    /// <summary>What is wrong with it, by member.</summary>
    public Dictionary<string, string[]> FindFaults()
    {
        var faults = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 64) faults["name"] = ["A name of 1 to 64 characters is expected."];
        if (Urls is null || Urls.Count > MostUrls || Urls.Any(url => Uri.CheckHostName(url) != UriHostNameType.Dns))
            faults["urls"] = [$"At most {MostUrls} host names are expected, for example \"example.com\"."];
        return faults;
    }
}
