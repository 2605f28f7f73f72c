using ScopeAuth.Testing;

namespace ScopeAuth.Samples.AuthorizationServers;

/// <summary>One authorization server of each vendor, on the socket of the API itself.</summary>
internal sealed class SampleServers : IAsyncDisposable
{
    private const string Acme = "zscaler.net::1234567";
    private const string Beta = "zscalertwo.net::7654321";

    private SampleServers(SampleServer[] all) => All = all;

    public IReadOnlyList<SampleServer> All { get; }

    /// <summary>What the API needs to be told about them; by hand it would be the section ScopeAuth:AuthorizationServers.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
        All.SelectMany(each => each.Server.ConfigurationFor(each.Name))
            .Select(setting => KeyValuePair.Create($"{ScopeAuthDefaults.ConfigurationSection}:{setting.Key}", setting.Value));

    public static SampleServers Create(Uri address)
    {
        (string Name, Vendor Vendor, string Organization)[] wanted =
        [
            ("okta", Vendor.Okta, Acme),
            ("entra", Vendor.EntraId, Acme),
            ("ping", Vendor.PingFederate, Acme),
            ("zidentity", Vendor.ZIdentity, Acme),
            ("zitadel", Vendor.Zitadel, Beta),
            ("identify", Vendor.SafewhereIdentify, Beta),
        ];
        // In parallel, because making RSA keys is most of the start.
        return new([.. wanted.AsParallel().AsOrdered().Select(each => new SampleServer(
            each.Name, each.Organization, new(each.Vendor, new(address, PathOf(each.Name)), options => options.Organizations.Add(each.Organization))))]);
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var (name, _, server) in All) endpoints.MapTestAuthorizationServer(PathOf(name), server);
    }

    /// <summary>Judging a token of each server gets its keys, so that nobody's first request has to wait for them.</summary>
    /// <remarks>The API would answer without this, too. Only where the machine is busy a first request may be told to try again.</remarks>
    public async Task WaitForKeysAsync(IAccessTokenValidator validator, TimeProvider clock, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        await Task.WhenAll(All.Select(WaitAsync)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        async Task WaitAsync(SampleServer each)
        {
            // A signer is named, so that it is not among the tokens that the server remembers, and its page shows.
            var token = each.Server.IssueToken(new TestToken { Scopes = [$"{each.Organization}::Operator"], SignWith = each.Server });
            while ((await validator.ValidateAsync(token, either.Token)).Rejection == Rejection.KeysUnavailable)
                await Task.Delay(TimeSpan.FromMilliseconds(200), clock, either.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var each in All) await each.Server.DisposeAsync();
    }

    private static string PathOf(string name) => $"/as/{name}";
}
