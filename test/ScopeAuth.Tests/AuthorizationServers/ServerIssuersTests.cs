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
}
