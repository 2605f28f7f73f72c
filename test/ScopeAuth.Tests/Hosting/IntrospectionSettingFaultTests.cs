namespace ScopeAuth.Tests.Hosting;

public sealed class IntrospectionSettingFaultTests
{
    private const string Server = "ScopeAuth:AuthorizationServers:acme";
    private const string Asked = "acme:Validation=Introspection; acme:IntrospectionClient:Id=api; acme:IntrospectionClient:Secret=s3cret";

    public static TheoryData<string, string, string> Faults => new()
    {
        { "acme:Validation=Ask", ":Validation:", "'Ask' is not a right value; for example \"Local\", \"Introspection\"" },
        { "acme:Validation=Introspection", ":IntrospectionClient:", "one source of the secret is expected" },
        { "acme:Validation=Introspection; acme:IntrospectionClient:Secret=s3cret", ":IntrospectionClient:Id:", "for example \"api\"" },
        { $"{Asked}; acme:IntrospectionClient:SecretFile=/nowhere", ":IntrospectionClient:", "one source of the secret is expected" },
        { "acme:Validation=Introspection; acme:IntrospectionClient:Id=api; acme:IntrospectionClient:SecretFile=/nowhere/secret", ":IntrospectionClient:SecretFile:", "cannot be read" },
        { "acme:Validation=Introspection; acme:IntrospectionClient:Id=api; acme:IntrospectionClient:SecretVariable=SCOPEAUTH_NOT_SET", ":IntrospectionClient:SecretVariable:", "no variable 'SCOPEAUTH_NOT_SET'" },
        { "acme:Validation=Introspection; acme:IntrospectionClient:Id=api; acme:IntrospectionClient:Method=PrivateKeyJwt", ":IntrospectionClient:KeyFile:", "for example \"keys/api.pem\"" },
        { "acme:Validation=Introspection; acme:IntrospectionClient:Id=api; acme:IntrospectionClient:KeyFile=/nowhere/key", ":IntrospectionClient:KeyFile:", "cannot be read" },
        { $"{Asked}; acme:IntrospectionClient:Method=PrivateKeyJwt; acme:IntrospectionClient:KeyFile=/nowhere/key", ":IntrospectionClient:Method:", "PrivateKeyJwt knows no secret" },
        { "acme:Validation=Introspection; acme:IntrospectionClient:Id=api; acme:IntrospectionClient:Method=TlsClientAuth", ":IntrospectionClient:CertificateFile:", "for example \"keys/api.p12\"" },
        { $"{Asked}; acme:IntrospectionClient:Algorithm=HS256", ":IntrospectionClient:Algorithm:", "'HS256' is not one of RS256" },
        { $"{Asked}; acme:IntrospectionClient:Password=x", ":IntrospectionClient:Password:", "unknown setting. Did you mean PasswordFile?" },
        { $"{Asked}; acme:IntrospectionUri=http://as.example/introspect", ":IntrospectionUri:", "is not an absolute https address" },
        { $"{Asked}; acme:IntrospectionUri=https://user:pw@as.example/introspect", ":IntrospectionUri:", "is not an absolute https address" },
        { $"{Asked}; acme:IntrospectionCacheDuration=00:06:00", ":IntrospectionCacheDuration:", "is not between 0 and 5 minutes" },
        { $"{Asked}; acme:IntrospectionCacheDuration=-00:00:01", ":IntrospectionCacheDuration:", "is not between 0 and 5 minutes" },
        { "acme:IntrospectionUri=https://as.example/introspect", ":IntrospectionUri:", "nothing is asked with \"Validation\": \"Local\"" },
        { "acme:SignedIntrospection=true", ":SignedIntrospection:", "nothing is asked with \"Validation\": \"Local\"" },
        { "acme:OpaqueTokens:0=*", ":OpaqueTokens:", "an opaque token has no signature" },
        { $"{Asked}; acme:Validation=LocalThenIntrospection; acme:OpaqueTokens:0=*", ":OpaqueTokens:", "an opaque token has no signature" },
        { $"{Asked}; acme:OpaqueTokens:0=a b", ":OpaqueTokens:", "'a b' is not the beginning of a token" },
        { $"{Asked}; acme:Vendor=EntraId; acme:Issuer=https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0", ":Validation:", "Microsoft Entra ID has no introspection endpoint" },
        { $"{Asked}; acme:Issuer-; acme:NoIssuer=true; acme:Vendor=PingFederate", ":IntrospectionUri:", "without an issuer the endpoint cannot be found" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_names_the_setting_and_a_right_value(string changes, string where, string what)
    {
        var faults = Settings.FaultsWith(changes.Split("; "));

        Assert.Contains(faults, fault => fault.StartsWith(Server + where, StringComparison.Ordinal) && fault.Contains(what, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("s3cret", StringComparison.Ordinal) || fault.Contains("pw@", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_servers_cannot_claim_the_same_opaque_tokens()
    {
        string[] changes = [.. Asked.Split("; "), "acme:OpaqueTokens:0=*", .. Asked.Replace("acme:", "AuthorizationServers:beta:", StringComparison.Ordinal).Split("; "),
            "AuthorizationServers:beta:Issuer=https://beta.example", "AuthorizationServers:beta:Audiences=*", "AuthorizationServers:beta:ClientIds=*",
            "AuthorizationServers:beta:Organizations=zscaler.net::1234567", "AuthorizationServers:beta:OpaqueTokens=*"];

        Assert.Contains(Settings.FaultsWith(changes), fault => fault.Contains("acme and beta both claim the opaque tokens '*'", StringComparison.Ordinal));
    }

    [Fact]
    public void Oktas_organisation_server_can_be_asked() =>
        Assert.Empty(Settings.FaultsWith([.. Asked.Split("; "), "acme:Vendor=Okta", "acme:Issuer=https://acme.okta.com"]));

    [Theory]
    [InlineData("X Server")]
    [InlineData("X-Server:")]
    public void The_header_that_names_a_server_has_the_name_of_a_header(string name) =>
        Assert.Contains(Settings.FaultsWith($"AuthorizationServerHeader={name}"), fault => fault.StartsWith("ScopeAuth:AuthorizationServerHeader:", StringComparison.Ordinal));
}
