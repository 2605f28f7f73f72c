using ScopeAuth.AuthorizationServers;

namespace ScopeAuth.Tests.Tokens;

public sealed class EntraIdIssuerTests
{
    private const string Tenant = "5f1c6d3e-8a0b-4b59-9c38-6a1f0d2b7e44", Other = "00000000-0000-0000-0000-000000000001";
    private const string V1 = $"https://sts.windows.net/{Tenant}/", V2 = $"https://login.microsoftonline.com/{Tenant}/v2.0";

    [Theory]
    [InlineData(V1, Tenant)]
    [InlineData(V2, Tenant)]
    [InlineData("https://login.microsoftonline.com/{tenantid}/v2.0", null)]
    [InlineData("https://login.microsoftonline.com/common/v2.0", null)]
    [InlineData("https://login.microsoftonline.com//v2.0", null)]
    [InlineData("https://login.microsoftonline.com/v2.0", null)]
    [InlineData($"https://login.microsoftonline.com/{Tenant}/v2.0/", null)]
    [InlineData($"https://login.microsoftonline.com/{Tenant}/", null)]
    [InlineData($"https://LOGIN.microsoftonline.com/{Tenant}/v2.0", null)]
    [InlineData($"https://login.microsoftonline.com.evil.example/{Tenant}/v2.0", null)]
    [InlineData($"https://login.microsoftonline.com/{{{Tenant}}}/v2.0", null)]
    [InlineData($"https://sts.windows.net/{Tenant}", null)]
    [InlineData("https://sts.windows.net/", null)]
    [InlineData($"https://sts.windows.net/x/{Tenant}/", null)]
    [InlineData($"https://login.microsoftonline.us/{Tenant}/v2.0", null)]
    [InlineData("", null)]
    public void The_tenant_of_an_issuer_is_read_from_its_two_exact_forms(string issuer, string? tenant)
    {
        Assert.Equal(tenant is not null, EntraIdIssuer.TryGetTenant(issuer, out var found));
        if (tenant is not null) Assert.Equal(tenant, found);
    }

    [Theory]
    [InlineData($$"""{"iss":"{{V2}}","tid":"{{Tenant}}"}""", true)]
    [InlineData($$"""{"iss":"{{V1}}","tid":"{{Tenant}}"}""", true)]
    [InlineData($$"""{"iss":"{{V2}}","tid":"{{Other}}"}""", false)]
    [InlineData($$"""{"iss":"{{V1}}","tid":"{{Other}}"}""", false)]
    [InlineData($$"""{"iss":"{{V2}}","tid":["{{Tenant}}"]}""", false)]
    [InlineData($$"""{"iss":"{{V2}}","tid":null}""", false)]
    [InlineData($$"""{"iss":"{{V2}}","tid":"5F1C6D3E-8A0B-4B59-9C38-6A1F0D2B7E44"}""", false)]
    [InlineData($$"""{"iss":"{{V2}}"}""", false)]
    [InlineData($$"""{"tid":"{{Tenant}}"}""", false)]
    [InlineData($$"""{"iss":"https://login.microsoftonline.us/{{Tenant}}/v2.0","tid":"{{Tenant}}"}""", true)]
    public void The_tenant_of_the_token_is_that_of_its_issuer(string claims, bool consistent) =>
        Assert.Equal(consistent, EntraIdIssuer.IsTenantConsistent(JsonObject.Read(claims)));

    [Theory]
    [InlineData(V2, V2, true)]
    [InlineData(V1, V1, true)]
    [InlineData(V2, V1, true)]                                  // one tenant, two versions of token
    [InlineData(V1, V2, true)]
    [InlineData(EntraIdIssuer.Template, V2, true)]
    [InlineData(EntraIdIssuer.Template, V1, true)]
    [InlineData("https://sts.windows.net/{tenantid}/", V2, true)]
    [InlineData($"https://login.microsoftonline.com/{Other}/v2.0", V2, false)]
    [InlineData($"https://sts.windows.net/{Other}/", V2, false)]
    [InlineData("https://evil.example/{tenantid}/v2.0", V2, false)]
    [InlineData("{tenantid}", V2, false)]
    [InlineData("", V2, false)]
    [InlineData(EntraIdIssuer.Template, "https://as.example", false)]
    [InlineData(EntraIdIssuer.Template, EntraIdIssuer.Template, true)]      // not an issuer that a server can be registered for
    [InlineData("https://as.example", "https://as.example", true)]
    public void A_key_signs_for_the_tenants_that_are_written_beside_it(string keyIssuer, string tokenIssuer, bool may) =>
        Assert.Equal(may, EntraIdIssuer.MaySignFor(keyIssuer, tokenIssuer));

    [Fact]
    public void A_tenant_has_one_issuer_for_each_version()
    {
        Assert.Equal([V2, V1], EntraIdIssuer.Of(Tenant));
        Assert.Equal([V2, V1], EntraIdIssuer.TwinsOf(V1));
        Assert.Equal([V2, V1], EntraIdIssuer.TwinsOf(V2));
        Assert.Equal(["https://as.example"], EntraIdIssuer.TwinsOf("https://as.example"));
        Assert.Equal(V2, EntraIdIssuer.MetadataBase(new(V1)));
        Assert.Equal("https://as.example/x", EntraIdIssuer.MetadataBase(new("https://as.example/x")));
    }
}
