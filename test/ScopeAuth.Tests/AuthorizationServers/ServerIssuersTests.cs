using ScopeAuth.AuthorizationServers;
using ScopeAuth.Tests.Hosting;

namespace ScopeAuth.Tests.AuthorizationServers;

/// <summary>RFC 8414 section 4: issuers are compared code point by code point.</summary>
public sealed class ServerIssuersTests
{
    [Fact]
    public void Issuers_that_differ_in_case_alone_are_two_issuers_of_a_server()
    {
        var server = new AuthorizationServerOptions { Issuer = "https://as.example/A", Issuers = ["https://as.example/a", "https://as.example/A"] };

        Assert.Equal(["https://as.example/A", "https://as.example/a"], ServerIssuers.Of(server));
    }

    [Fact]
    public void Issuers_that_differ_in_case_alone_may_be_of_two_servers()
    {
        string[] Beta(string issuer) =>
        [
            "acme:Issuer=https://as.example/A",
            $"AuthorizationServers:beta:Issuer={issuer}",
            "AuthorizationServers:beta:Audiences=*",
            "AuthorizationServers:beta:ClientIds=*",
            "AuthorizationServers:beta:Organizations=zscaler.net::2",
        ];

        Assert.Empty(Settings.FaultsWith(Beta("https://as.example/a")));
        Assert.Contains("acme and beta have the same issuer", Assert.Single(Settings.FaultsWith(Beta("https://as.example/A"))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_metadata_of_several_tenants_may_be_of_their_template_and_no_other_is()
    {
        var one = new AuthorizationServerOptions { Vendor = Vendor.EntraId, Issuer = EntraIdIssuer.SharedBase };
        var several = new AuthorizationServerOptions { Vendor = Vendor.EntraId, Tenants = { "72F988BF-86F1-41AF-91AB-2D7CD011DB47" } };

        Assert.DoesNotContain(EntraIdIssuer.Template, ServerIssuers.OfMetadata(one));
        Assert.Equal(
            ["https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0", "https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/", EntraIdIssuer.Template],
            ServerIssuers.OfMetadata(several));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/{tenantid}/v2.0", true)]
    [InlineData("https://login.microsoftonline.com/{TENANTID}/v2.0", false)]
    [InlineData("https://sts.windows.net/{tenantid}/", true)]
    [InlineData("https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/", true)]
    [InlineData("https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db48/", false)]
    [InlineData("https://other.example/{tenantid}", false)]
    public void A_key_of_a_tenant_signs_for_that_tenant_and_one_of_the_template_for_all(string keyIssuer, bool maySign) =>
        Assert.Equal(maySign, EntraIdIssuer.MaySignFor(keyIssuer, "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0"));
}
