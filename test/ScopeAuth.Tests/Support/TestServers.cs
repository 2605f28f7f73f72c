using ScopeAuth.Testing;

namespace ScopeAuth.Tests.Support;

/// <summary>Authorization servers for tests: elliptic keys, because an RSA key takes a tenth of a second to make.</summary>
internal static class TestServers
{
    public const string Organization = "zscaler.net::1234567";
    public const string Other = "zscalertwo.net::7654321";

    public static Task<TestAuthorizationServer> StartAsync(
        Vendor vendor = Vendor.Generic, TimeProvider? clock = null, Action<TestAuthorizationServerOptions>? configure = null) =>
        TestAuthorizationServer.StartAsync(
            vendor,
            options =>
            {
                options.Algorithm = "ES256";
                options.TimeProvider = clock ?? TimeProvider.System;
                options.Organizations.Add(Organization);
                configure?.Invoke(options);
            },
            TestContext.Current.CancellationToken);

    /// <summary>How an API is configured to ask a server about its tokens, as the server's own client <c>demo</c>.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> AskedConfiguration(
        TestAuthorizationServer server, string name, TokenValidation validation = TokenValidation.Introspection) =>
    [
        .. server.ConfigurationFor(name),
        Setting(name, "Validation", validation.ToString()),
        Setting(name, "IntrospectionUri", server.IntrospectionEndpoint!.AbsoluteUri),
        Setting(name, "IntrospectionClient:Id", "demo"),
        Setting(name, "IntrospectionClient:Secret", "demo-secret"),
    ];

    /// <summary>How an administrator of an API registers a server while the API runs.</summary>
    public static AuthorizationServerOptions Registration(TestAuthorizationServer server) => new()
    {
        Vendor = server.Vendor,
        Issuer = server.Issuer.ToString(),
        Audiences = ["https://api.example"],
        ClientIds = ["*"],
        Organizations = [Organization],
        AllowHttp = true,
        AllowPrivateNetwork = true,
    };

    /// <summary>A setting relative to the section of one server.</summary>
    public static KeyValuePair<string, string?> Setting(string server, string key, string? value) =>
        KeyValuePair.Create($"AuthorizationServers:{server}:{key}", value);
}
