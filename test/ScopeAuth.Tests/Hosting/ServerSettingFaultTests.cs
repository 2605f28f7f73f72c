namespace ScopeAuth.Tests.Hosting;

public sealed class ServerSettingFaultTests
{
    private const string Server = "ScopeAuth:AuthorizationServers:acme";

    /// <summary>Changes of a right server, parted by '; ', and the fault: where, and what.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "AuthorizationServers:a b:Issuer=https://a.example", "ScopeAuth:AuthorizationServers:a b:", "a server's name has 1 to 64 letters" },
        { "acme:Vendor=Oktaa", ":Vendor:", "'Oktaa' is not a right value; for example \"Generic\", \"Okta\"" },
        { "acme:Vendor=1", ":Vendor:", "'1' is not a right value" },
        { "acme:Vendor=Okta, EntraId", ":Vendor:", "is not a right value" },
        { "acme:Enabled=maybe", ":Enabled:", "'maybe' is not a right value; for example true" },
        { "acme:Description=" + Long(257), ":Description:", "at most 256 characters" },
        { "acme:Issuer-", ":Issuer:", "the exact 'iss' of the server's tokens is expected" },
        { "acme:Issuer=", ":Issuer:", "the exact 'iss'" },
        { "acme:Issuer=acme", ":Issuer:", "'acme' is not an absolute https address" },
        { "acme:Issuer=http://as.example", ":Issuer:", "is not an absolute https address" },
        { "acme:Issuer=http://127.0.0.1:1", ":Issuer:", "is not an absolute https address" },
        { "acme:Issuer=http://as.example; acme:AllowHttp=true", ":Issuer:", "is not an absolute https address" },
        { "acme:Issuer=file:///as", ":Issuer:", "is not an absolute https address" },
        { "acme:Issuer=https://as.example?x=1", ":Issuer:", "without query and fragment" },
        { "acme:Issuer=https://as.example#x", ":Issuer:", "without query and fragment" },
        { "acme:Issuer=https://user:secret@as.example", ":Issuer:", "is not an absolute https address" },
        { "acme:Issuer=https://as.example/" + Long(1010), ":Issuer:", "at most 1024 bytes" },
        { "acme:Issuers:0=other", ":Issuer:", "'other' is not an absolute https address" },
        { "acme:Issuers:0=", ":Issuer:", "'' is not an absolute https address" },
        { "acme:Vendor=Okta; acme:Issuer=https://acme.okta.com", ":Issuer:", "is Okta's organisation server, whose keys are not published, so it has to be asked about its tokens: set \"Validation\": \"Introspection\"" },
        { "acme:Vendor=Okta; acme:Issuer=https://acme.okta.com/", ":Issuer:", "Or use a custom authorization server; for example \"https://acme.okta.com/oauth2/default\"" },
        { "acme:Vendor=Okta; acme:Issuer-; acme:Issuers:0=https://acme.okta.com", ":Issuer:", "is Okta's organisation server" },
        { "acme:Tenants:0=72f988bf-86f1-41af-91ab-2d7cd011db47", ":Tenants:", "only the vendor EntraId has tenants" },
        { "acme:Vendor=EntraId; acme:Issuer-; acme:Tenants:0=contoso.com", ":Tenants:", "'contoso.com' is not a tenant's ID" },
        { "acme:Vendor=EntraId; acme:Issuer-; acme:Tenants:0=", ":Tenants:", "'' is not a tenant's ID" },
        { "acme:NoIssuer=true", ":NoIssuer:", "has no Issuer; leave one of them out" },
        { "acme:NoIssuer=true; acme:Issuer-", ":", "without an issuer the keys cannot be found; for example \"JwksUri\"" },
        { "acme:NoIssuer=true; acme:Issuer-; acme:JwksUri=https://a.example/k; acme:Tenants:0=72f988bf-86f1-41af-91ab-2d7cd011db47", ":NoIssuer:", "has no Issuer" },
        { "acme:NoIssuer=true; acme:Issuer-; acme:JwksUri=https://a.example/k; acme:TokenTypes:0=at+jwt", ":TokenTypes:", "RFC 9068 demands an issuer" },
        { "acme:NoIssuer=true; acme:Issuer-; acme:JwksUri=https://a.example/k; acme:Vendor=EntraId", ":NoIssuer:", "always carry an issuer" },
        { "acme:NoIssuer=1", ":NoIssuer:", "'1' is not a right value" },
        { "acme:MetadataUri=http://as.example/m", ":MetadataUri:", "is not an absolute https address" },
        { "acme:MetadataUri=/m", ":MetadataUri:", "is not an absolute https address" },
        { "acme:JwksUri=http://as.example/k; acme:AllowHttp=true", ":JwksUri:", "http only for a loopback address" },
        { "acme:JwksUri=http://127.0.0.1:1/k", ":JwksUri:", "http only for a loopback address with \"AllowHttp\": true" },
        { "acme:JwksUri=https://a.example/k; acme:MetadataUri=https://a.example/m", ":", "one source of keys is expected" },
        { "acme:JwksUri=https://a.example/k; acme:PublicKeys:0=/k.pem", ":", "one source of keys is expected" },
        { "acme:JwksUri=https://a.example/k; acme:JwksFile=/k.json", ":", "one source of keys is expected" },
        { "acme:Audiences-", ":Audiences:", "name them, or say \"*\" for any; for example [ \"https://api.example\" ]" },
        { "acme:Audiences:0=", ":Audiences:", "an empty value matches nothing" },
        { "acme:Audiences:1=", ":Audiences:", "an empty value matches nothing" },
        { "acme:TokenTypes:0=JWT; acme:TokenTypes:1=", ":TokenTypes:", "at least one type is expected" },
        { "acme:Audiences:1=*", ":Audiences:", "\"*\" stands alone" },
        { "acme:ClientIds-", ":ClientIds:", "name them, or say \"*\" for any" },
        { "acme:ClientIds:1=0oa1", ":ClientIds:", "\"*\" stands alone" },
        { "acme:ClientIds:0=", ":ClientIds:", "an empty value matches nothing" },
        { "acme:Organizations-", ":Organizations:", "name at least one organisation; for example" },
        { "acme:Organizations:0=*", ":Organizations:", "'*' is not '<cloud>::<orgId>'" },
        { "acme:Organizations:1=zscaler.net", ":Organizations:", "'zscaler.net' is not '<cloud>::<orgId>'" },
        { "acme:Organizations:0=zscaler.net::1 2", ":Organizations:", "is not '<cloud>::<orgId>'" },
        { "Clouds:other.net:Domain=other.net", ":Organizations:", "the cloud of 'zscaler.net::1234567' is not among Clouds (other.net)" },
        { "acme:Vendor=SafewhereIdentify; acme:Organizations:1=zscaler.net::2", ":Organizations:", "so exactly one is expected" },
        { "acme:Algorithms=", ":Algorithms:", "at least one algorithm is expected" },
        { "acme:TokenTypes=", ":TokenTypes:", "at least one type is expected" },
        { "acme:TokenTypes:0=", ":TokenTypes:", "at least one type is expected" },
        { "acme:ClockSkew=00:05:01", ":ClockSkew:", "00:05:01 is not between 0 and 300 s" },
        { "acme:ClockSkew=-00:00:01", ":ClockSkew:", "is not between 0 and 300 s" },
        { "acme:ClockSkew=a minute", ":ClockSkew:", "'a minute' is not a right value; for example \"00:01:00\"" },
        { "acme:MaxTokenLifetime=00:00:59", ":MaxTokenLifetime:", "is not between 1 minute and 31 days" },
        { "acme:MaxTokenLifetime=31.00:00:01", ":MaxTokenLifetime:", "is not between 1 minute and 31 days" },
        { "acme:ScopeClaims=", ":ScopeClaims:", "name at least one claim, or leave the setting out" },
        { "acme:RoleClaims:0=", ":RoleClaims:", "name at least one claim" },
        { "acme:ClientIdClaims=", ":ClientIdClaims:", "name at least one claim" },
        { "acme:TokenIdClaims:0=", ":TokenIdClaims:", "name at least one claim" },
        { "acme:AllowMissingKeyId=yes", ":AllowMissingKeyId:", "'yes' is not a right value" },
        { "acme:AllowHttp=", ":AllowHttp:", "'' is not a right value" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_the_path_of_the_setting(string changes, string where, string what)
    {
        var faults = Settings.FaultsWith(changes.Split("; "));

        var expected = where.StartsWith(':') ? $"{Server}{where} " : where;
        Assert.Contains(faults, fault => fault.StartsWith(expected, StringComparison.Ordinal) && fault.Contains(what, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("acme:Issuer=https://user:secret@as.example", "'https://...@as.example' is not")]
    [InlineData("acme:Issuer=user:secret@as.example", "'...@as.example' is not")]
    [InlineData("acme:Issuer=https://as.example/?code=secret", "'https://as.example/?...' is not")]
    [InlineData("acme:Vendor=Okta; acme:Issuer=https://a.okta.com/?code=secret", "'https://a.okta.com/?...' is not")]
    [InlineData("acme:MetadataUri=http://as.example/m?code=secret", "'http://as.example/m?...' is not")]
    [InlineData("acme:JwksUri=https://user:secret@as.example/k?x=a@b", "'https://...@b' is not")]
    public void A_secret_in_an_address_is_not_told(string changes, string what)
    {
        var faults = Settings.FaultsWith(changes.Split("; "));

        Assert.Contains(faults, fault => fault.Contains(what, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("acme:Issuers:0=https://as.example; acme:Issuers:1=https://other.example")]
    [InlineData("acme:Issuer=urn:acme:issuer; acme:JwksUri=https://acme.example/keys")]      // only what keys are found by must be an address
    [InlineData("acme:Issuer=PingFederate; acme:MetadataUri=https://acme.example/metadata")]
    [InlineData("acme:Issuer=http://127.0.0.1:1; acme:AllowHttp=true")]
    [InlineData("acme:Vendor=EntraId; acme:Issuer-; acme:Tenants:0=72F988BF-86f1-41af-91ab-2d7cd011db47")]
    [InlineData("acme:Vendor=PingFederate; acme:Issuer-; acme:NoIssuer=true; acme:JwksUri=https://sso.acme.com/pf/JWKS")]
    [InlineData("acme:MetadataUri=https://login.microsoftonline.com/t/.well-known/openid-configuration?appid=1")]
    [InlineData("acme:ClockSkew=00:00:00; acme:MaxTokenLifetime=31.00:00:00")]
    [InlineData("acme:ClockSkew=00:05:00; acme:MaxTokenLifetime=00:01:00")]
    [InlineData("acme:Algorithms=ES256; acme:TokenTypes=at+jwt")]                           // a list of one
    [InlineData("acme:vendor=okta; acme:issuer=https://a.okta.com/oauth2/default")]         // names ignore case, as in every configuration
    [InlineData("Clouds:zscaler.net:Domain=zscaler.example")]
    [InlineData("Clouds:ZSCALER.net:Domain=")]
    [InlineData("acme:Enabled=false; acme:PublicKeys:0=/does/not/exist.pem")]
    public void Right_settings_have_no_fault(string changes) =>
        Assert.Empty(Settings.FaultsWith(changes.Split("; ", StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Two_servers_with_one_issuer_are_named_together()
    {
        string[] second = ["beta:Issuer=https://acme.example", "beta:Audiences:0=*", "beta:ClientIds:0=*", "beta:Organizations:0=zscaler.net::2"];
        string[] changes = [.. second.Select(change => $"AuthorizationServers:{change}")];

        Assert.Equal(
            "ScopeAuth:AuthorizationServers: acme and beta have the same issuer 'https://acme.example'; give each server an issuer of its own, or disable one.",
            Assert.Single(Settings.FaultsWith(changes)));
        Assert.Empty(Settings.FaultsWith([.. changes, "AuthorizationServers:beta:Enabled=false"]));
        Assert.Empty(Settings.FaultsWith([.. changes, "AuthorizationServers:beta:Issuer=https://acme.example/"]));     // another issuer
    }

    [Fact]
    public void The_two_issuers_of_one_tenant_are_one_registration()
    {
        string[] first = ["acme:Vendor=EntraId", "acme:Issuer=https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0"];
        string[] second = ["beta:Vendor=EntraId", "beta:Issuer=https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/", "beta:Audiences:0=*", "beta:ClientIds:0=*", "beta:Organizations:0=zscaler.net::2"];

        var faults = Settings.FaultsWith([.. first, .. second.Select(change => $"AuthorizationServers:{change}")]);

        Assert.Equal(2, faults.Count);
        Assert.All(faults, fault => Assert.Contains("acme and beta have the same issuer", fault, StringComparison.Ordinal));
    }

    private static string Long(int length) => new('x', length);
}
