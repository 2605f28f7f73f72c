using ScopeAuth.Roles;
using ScopeAuth.Scopes;

namespace ScopeAuth.Tests.Scopes;

public sealed class ServerOrganizationsTests
{
    private static readonly ApiRoleTable Roles = new(new Dictionary<string, ApiRoleOptions>(StringComparer.Ordinal)
    {
        ["Admin"] = new(),
        ["View Only"] = new(),
        ["Local"] = new() { Organizations = ["kloud.net::1"] },
    });

    [Theory]
    [InlineData(128, 128)]
    [InlineData(129, 128)]
    [InlineData(128, 130)]
    [InlineData(300, 300)]
    public void What_is_longer_than_an_organisation_can_be_is_none(int cloud, int orgId)
    {
        var scope = $"{new string('c', cloud)}::{new string('1', orgId)}::Admin";

        Assert.Null(Organizations("kloud.net::1", "other.net::2").Find(scope));
        Assert.Null(Organizations("kloud.net::1").Find(scope));
    }

    [Theory]
    [InlineData("kloud.net::1::Admin")]
    [InlineData("KLOUD.NET::1::Admin")]
    [InlineData("kloud.net::1::Local")]
    [InlineData("other.net::2::Admin")]
    public void A_role_of_one_of_its_organisations_is_granted(string scope)
    {
        var grant = Organizations("kloud.net::1", "other.net::2").Find(scope);

        Assert.NotNull(grant);
        Assert.Equal(scope, grant.Scope.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("kloud.net::2::Admin")]         // the organisation of another cloud
    [InlineData("other.net::1::Admin")]
    [InlineData("kloud.net::3::Admin")]
    [InlineData("kloud.net::01::Admin")]
    [InlineData("kloud.net::1::admin")]
    [InlineData("kloud.net::1::Adm")]
    [InlineData("kloud.net::1::Unknown")]
    [InlineData("kloud.net::1::")]
    [InlineData("kloud.net::1")]
    [InlineData("kloud.net::1::Admin::x")]
    [InlineData("kloud.net::1::Admin::")]
    [InlineData("::kloud.net::1::Admin")]
    [InlineData("kloud.net:::1::Admin")]
    [InlineData("kloud.net::1:::Admin")]
    [InlineData("kloud.net.::1::Admin")]
    [InlineData("xkloud.net::1::Admin")]
    [InlineData("kloud.net ::1::Admin")]
    [InlineData("other.net::2::Local")]         // a role that exists in another organisation only
    [InlineData("\u212aloud.net::1::Admin")]    // the Kelvin sign, whose lower case is a k
    [InlineData("kloud.ne\u0165::1::Admin")]
    [InlineData("")]
    public void Every_other_scope_grants_nothing(string scope) => Assert.Null(Organizations("kloud.net::1", "other.net::2").Find(scope));

    [Fact]
    public void The_grant_is_spelled_as_configured_and_made_once()
    {
        var organizations = Organizations("Kloud.Net::1");
        var grant = organizations.Find("kloud.NET::1::Admin");

        Assert.Equal("Kloud.Net::1::Admin", grant?.Scope.ToString());
        Assert.Equal("oauth-Admin$@1.domain-of-Kloud.Net", grant?.AdminId);
        Assert.Same(grant, organizations.Find("KLOUD.net::1::Admin"));
        Assert.Same(grant, organizations.FindBare("Admin"));
        Assert.Equal(["Kloud.Net::1"], organizations.All.Select(organization => organization.ToString()));
    }

    [Fact]
    public void A_bare_role_name_means_the_one_organisation_and_nothing_where_there_are_several()
    {
        Assert.Equal("kloud.net::1::Admin", Organizations("kloud.net::1").FindBare("Admin")?.Scope.ToString());
        Assert.Equal("kloud.net::1::Admin", Organizations("kloud.net::1", "KLOUD.net::1").FindBare("Admin")?.Scope.ToString());
        Assert.Null(Organizations("kloud.net::1").FindBare("Unknown"));
        Assert.Null(Organizations("kloud.net::1").FindBare("other.net::2::Admin"));
        Assert.Null(Organizations("other.net::2").FindBare("Local"));
        Assert.Null(Organizations("kloud.net::1", "other.net::2").FindBare("Admin"));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_segment_that_is_too_long_is_not_looked_up(int length, bool found)
    {
        var cloud = new string('c', 128);
        var organizations = Organizations($"{cloud}::{new string('o', 128)}");

        Assert.Equal(found, organizations.Find(cloud, new string('o', length), "Admin") is not null);
        Assert.Null(organizations.Find($"{cloud}::{new string('o', 100_000)}::Admin"));
        Assert.Null(organizations.Find($"{new string('c', 100_000)}::o::Admin"));
    }

    private static ServerOrganizations Organizations(params string[] organizations) =>
        new(organizations.Select(Organization.Parse), cloud => $"domain-of-{cloud}", Roles);
}
