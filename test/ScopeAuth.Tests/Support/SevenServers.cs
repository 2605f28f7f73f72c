using System.Text.Json.Nodes;
using ScopeAuth.Testing;

namespace ScopeAuth.Tests.Support;

/// <summary>One API that trusts a server of each vendor, each for an organisation of its own.</summary>
public sealed class SevenServers : IAsyncLifetime
{
    private readonly Dictionary<Vendor, TestAuthorizationServer> _servers = [];
    private TestApi? _api;

    internal TestApi Api => _api!;

    internal TestAuthorizationServer this[Vendor vendor] => _servers[vendor];

    public static IEnumerable<Vendor> Vendors => Enum.GetValues<Vendor>();

    /// <summary>Every ordered pair of two.</summary>
    public static TheoryData<Vendor, Vendor> Pairs()
    {
        var pairs = new TheoryData<Vendor, Vendor>();
        foreach (var one in Vendors)
            foreach (var other in Vendors.Where(other => other != one)) pairs.Add(one, other);
        return pairs;
    }

    public static string OrganizationOf(Vendor vendor) => $"zscaler.net::{1000 + (int)vendor}";

    public async ValueTask InitializeAsync()
    {
        foreach (var vendor in Vendors) _servers[vendor] = await TestServers.StartAsync(vendor, configure: options => options.Organizations[0] = OrganizationOf(vendor));
        _api = await TestApi.StartAsync(_servers.SelectMany(server => server.Value.ConfigurationFor(server.Key.ToString())));
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        foreach (var server in _servers.Values) await server.DisposeAsync();
    }

    /// <summary>A token of a vendor's server that claims role scopes of any organisation, in the vendor's form.</summary>
    internal static TestToken Claiming(Vendor vendor, params string[] scopes) => vendor switch
    {
        // Its own form has no place for an organisation, so the role scopes are written out where the roles are.
        Vendor.SafewhereIdentify => new() { Claims = { ["urn:identify:rest-api:role"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]) } },
        _ => new() { Scopes = [.. scopes] },
    };
}
