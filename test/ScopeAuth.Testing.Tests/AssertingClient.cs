using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

/// <summary>A client that proves itself by assertions. It signs and publishes keys as a server does, so one plays it.</summary>
internal sealed class AssertingClient(TestAuthorizationServer signer, StoppedClock clock) : IAsyncDisposable
{
    public const string Scope = "zscaler.net::1234567::FirewallAdmin";

    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TestAuthorizationServer Signer => signer;

    public static async Task<AssertingClient> CreateAsync(string algorithm = "ES256")
    {
        var clock = new StoppedClock(Start);
        var signer = await TestAuthorizationServer.StartAsync(
            Vendor.Generic, options => (options.TimeProvider, options.Algorithm) = (clock, algorithm), Http.Cancelled);
        return new(signer, clock);
    }

    /// <summary>A server that knows the client by the address of its keys, or by an uploaded key.</summary>
    public Task<TestAuthorizationServer> StartServerAsync(
        Vendor vendor, string? uploadedKey = null, Action<TestAuthorizationServerOptions>? configure = null) =>
        TestAuthorizationServer.StartAsync(
            vendor,
            options =>
            {
                options.TimeProvider = clock;
                options.Algorithm = "ES256";          // its keys are made a hundred times faster
                options.Organizations.Add("zscaler.net::1234567");
                options.Clients.Add(uploadedKey is null
                    ? new() { Id = "machine", JwksUri = signer.JwksUri }
                    : new() { Id = "machine", PublicKeys = { uploadedKey } });
                configure?.Invoke(options);
            },
            Http.Cancelled);

    /// <summary>An assertion of ten minutes for one audience, with the changes of a token.</summary>
    public string Assert(JsonNode audience, TestToken? change = null)
    {
        change ??= new();
        var assertion = new TestToken
        {
            Lifetime = change.Lifetime ?? TimeSpan.FromMinutes(10),
            TokenId = change.TokenId,
            BreakSignature = change.BreakSignature,
            WithoutSignature = change.WithoutSignature,
            HmacKey = change.HmacKey,
            RawPayload = change.RawPayload,
            Header = change.Header,
            RemovedHeader = change.RemovedHeader,
            RemovedClaims = change.RemovedClaims,
            Claims = { ["iss"] = "machine", ["sub"] = "machine", ["aud"] = audience },
        };
        foreach (var (name, value) in change.Claims) assertion.Claims[name] = value;
        return signer.IssueToken(assertion);
    }

    public static Task<(int Status, string? Error)> RequestAsync(
        TestAuthorizationServer server, string assertion, params (string, string)[] more) =>
        Http.ErrorAsync(PostAsync(server, assertion, more));

    public static Task<HttpResponseMessage> PostAsync(
        TestAuthorizationServer server, string assertion, params (string, string)[] more) =>
        Http.PostAsync(server.TokenEndpoint, [("grant_type", "client_credentials"), ("scope", Scope), .. Form(assertion), .. more]);

    public static (string, string)[] Form(string assertion) =>
        [("client_assertion_type", AssertionType), ("client_assertion", assertion)];

    public ValueTask DisposeAsync() => signer.DisposeAsync();
}
