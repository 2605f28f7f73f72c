using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using ScopeAuth.Testing.Hosting;
using ScopeAuth.Testing.Keys;
using ScopeAuth.Testing.Tokens;
using ScopeAuth.Testing.Vendors;

namespace ScopeAuth.Testing;

/// <summary>
/// An authorization server that behaves like one vendor's: its paths, documents, keys, token headers and claims.
/// </summary>
/// <remarks>
/// Either it runs on a free port of 127.0.0.1 (<see cref="StartAsync"/>), or it is mounted in an existing application by
/// <c>MapTestAuthorizationServer</c>. For tests and demonstrations: its default client has a known secret.
/// </remarks>
public sealed class TestAuthorizationServer : IAsyncDisposable
{
    private readonly SigningKeys _keys;
    private WebApplication? _host;
    private string _baseAddress = "";

    /// <summary>Makes a server that is mounted in an existing application.</summary>
    /// <param name="vendor">The vendor it behaves like.</param>
    /// <param name="baseAddress">Where it will be reached, with its path: <c>http://127.0.0.1:5080/as/okta</c>.</param>
    /// <param name="configure">Changes the options.</param>
    public TestAuthorizationServer(Vendor vendor, Uri baseAddress, Action<TestAuthorizationServerOptions>? configure = null)
        : this(vendor, configure)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        _baseAddress = baseAddress.AbsoluteUri.TrimEnd('/');
    }

    private TestAuthorizationServer(Vendor vendor, Action<TestAuthorizationServerOptions>? configure)
    {
        (Vendor, Profile) = (vendor, VendorProfile.Of(vendor));
        configure?.Invoke(Options);
        _keys = new(Profile, Options);
        (Clients, ApiKeys) = (new(Options.Clients, Tokens), new(this));
    }

    /// <summary>The vendor it behaves like.</summary>
    public Vendor Vendor { get; }

    /// <summary>Where it is reached, without a slash at the end of the path.</summary>
    public Uri BaseAddress => new(_baseAddress);

    /// <summary>The issuer of its tokens. A default PingFederate has one, which its tokens do not carry.</summary>
    public string Issuer => Options.Issuer ?? Profile.Issuer(Options, _baseAddress);

    /// <summary>The metadata document a resource server is told to read.</summary>
    public Uri MetadataUri => At(Profile.Metadata(Options)[0].Path);

    /// <summary>The key set a resource server is told to read.</summary>
    public Uri JwksUri => At(Profile.JwksPaths(Options)[0]);

    /// <summary>The vendor's token endpoint. The same is at <c>/token</c> below the base address for every vendor.</summary>
    public Uri TokenEndpoint => At(Profile.TokenPaths(Options)[0]);

    /// <summary>The vendor's introspection endpoint; <see langword="null"/> where it documents none.</summary>
    public Uri? IntrospectionEndpoint => Profile.IntrospectionPath is { } path ? At(path) : null;

    /// <summary>The vendor's revocation endpoint; <see langword="null"/> where it documents none.</summary>
    public Uri? RevocationEndpoint => Profile.RevocationPath is { } path ? At(path) : null;

    /// <summary>The ID of the key that signs at the moment.</summary>
    public string KeyId => _keys.Active.Id;

    /// <summary>The keys in the key set, in the order of its members.</summary>
    public IReadOnlyList<TestPublishedKey> PublishedKeys => [.. _keys.Published.Select(key => key.Describe(isActive: key.Id == KeyId))];

    /// <summary>The public half of the signing key, PEM.</summary>
    public string PublicKeyPem => _keys.Active.ExportPublicKeyPem();

    /// <summary>The self-signed certificate of the signing key, PEM. It holds from a day ago for five years.</summary>
    public string CertificatePem => _keys.Active.Certificate.ExportCertificatePem();

    /// <summary>The requests received so far.</summary>
    public TestRequests Requests { get; } = new();

    /// <summary>What is wrong with the server at the moment.</summary>
    public TestFaults Faults { get; } = new();

    /// <summary>The clients, which can be disabled, enabled, added and deleted.</summary>
    public TestClients Clients { get; }

    /// <summary>The personal API keys.</summary>
    public TestApiKeys ApiKeys { get; }

    /// <summary>
    /// The access tokens issued so far, oldest first; the last 100 000. Tokens that were made with a wrong signature are not
    /// among them.
    /// </summary>
    public IReadOnlyList<TestIssuedToken> IssuedTokens => Tokens.ToArray();

    internal TokenRegister Tokens { get; } = new();

    internal ConcurrentDictionary<(string ClientId, string TokenId), byte> UsedAssertions { get; } = new();

    internal string DefaultClientId => Clients.All.Count > 0 ? Clients.All[0].Id : "demo";

    internal TestAuthorizationServerOptions Options { get; } = new();

    internal VendorProfile Profile { get; }

    internal SigningKeys Keys => _keys;

    internal string Audience => Options.Audience ?? Profile.DefaultAudience;

    internal TimeSpan TokenLifetime => Options.TokenLifetime ?? Profile.DefaultLifetime;

    internal DateTimeOffset Now => Options.TimeProvider.GetUtcNow() + Faults.ClockDifference;

    /// <summary>Starts a server on a free port of 127.0.0.1.</summary>
    /// <param name="vendor">The vendor it behaves like.</param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The server, which answers until it is disposed.</returns>
    public static async Task<TestAuthorizationServer> StartAsync(
        Vendor vendor, Action<TestAuthorizationServerOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var server = new TestAuthorizationServer(vendor, configure);
        try
        {
            server._host = LoopbackHost.Create(server);
            server._baseAddress = await LoopbackHost.StartAsync(server._host, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an access token without a request.</summary>
    /// <param name="token">What the token says and what is wrong with it; by default a right one without any role.</param>
    /// <returns>The token in compact form.</returns>
    public string IssueToken(TestToken? token = null)
    {
        token ??= new();
        var issued = new TokenMaker(this).Make(token);
        if (token.IsGenuine) Tokens.Add(issued);
        return issued.Value;
    }

    /// <summary>Makes a right access token without a request.</summary>
    /// <param name="scope">A role scope, <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>; it is not checked.</param>
    /// <param name="more">More of them.</param>
    /// <returns>The token in compact form.</returns>
    public string IssueToken(string scope, params string[] more) => IssueToken(new TestToken { Scopes = [scope, .. more] });

    /// <summary>Lets the next published key sign from now on, and publishes a new next one.</summary>
    /// <param name="keepOld">Whether the old key stays published, as in a planned rotation, or is gone, as in an emergency.</param>
    public void RotateKeys(bool keepOld) => _keys.Rotate(keepOld);

    /// <summary>The settings by which an API accepts this server, relative to ScopeAuth's section.</summary>
    /// <param name="name">The name to register the server by.</param>
    /// <param name="organizations">The organisations it may speak for; by default those of its own options.</param>
    /// <returns>Keys like <c>AuthorizationServers:acme-okta:Issuer</c> and their values.</returns>
    public IEnumerable<KeyValuePair<string, string?>> ConfigurationFor(string name, params string[] organizations) =>
        ServerConfiguration.Of(this, name, organizations.Length > 0 ? organizations : Options.Organizations);

    /// <summary>Stops the server; held requests go on first.</summary>
    /// <returns>A task that ends when the port is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        Faults.ReleaseAll();
        if (_host is not null)
        {
            await _host.StopAsync();                           // disposing alone would cut off the requests just let go
            await _host.DisposeAsync();
        }

        _keys.Dispose();
    }

    internal bool MayIssue(string scope) =>
        Options.IssuesAnyScope
        || (ScopeText.OrganizationOf(scope) is { } asked
            && Options.Organizations.Any(known => Organization.Parse(known) == asked));

    internal bool EndsIn(string path) => _baseAddress.EndsWith(path, StringComparison.Ordinal);

    internal Uri At(string path) => new(_baseAddress + path);
}
