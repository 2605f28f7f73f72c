using ScopeAuth.AuthorizationServers;
using ScopeAuth.Roles;
using ScopeAuth.Scopes;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Scopes;

public sealed class RoleScopeReaderTests
{
    private const string A = "a.net::1::Admin", View = "a.net::1::View Only", B = "b.net::2::Admin";
    private const string Z = "zs:config:zia.a.net:1:config:7:";

    private static readonly string[] Invalid = ["the claim is invalid"];

    private static readonly ApiRoleTable Roles = new(new Dictionary<string, ApiRoleOptions>(StringComparer.Ordinal) { ["Admin"] = new(), ["View Only"] = new(), ["View"] = new() });

    [Theory]
    // One string is a list; an array's elements are whole scopes.
    [InlineData(Vendor.Generic, $$"""{"scope":"{{A}}"}""", A)]
    [InlineData(Vendor.Generic, $$"""{"scope":"{{A}} {{B}}"}""", A, B)]
    [InlineData(Vendor.Generic, $$"""{"scope":"openid  {{A}}  x "}""", A)]
    [InlineData(Vendor.Generic, $$"""{"scope":" {{A}}"}""", A)]
    [InlineData(Vendor.Generic, $$"""{"scope":["{{A}}","{{B}}"]}""", A, B)]
    [InlineData(Vendor.Generic, $$"""{"scope":["{{A}} {{B}}"]}""")]
    [InlineData(Vendor.Generic, $$"""{"scope":"{{View}}"}""", "a.net::1::View")]            // the list ends at the space: not the role meant, but one of the same list
    [InlineData(Vendor.Generic, $$"""{"scope":["{{View}}"]}""", View)]
    [InlineData(Vendor.Generic, $$"""{"scp":["{{A}}"],"roles":["{{B}}"]}""", A, B)]
    [InlineData(Vendor.Generic, $$"""{"scope":"{{A}} {{A}} A.NET::1::Admin"}""", A)]        // each once
    [InlineData(Vendor.Generic, $$"""{"scope":"\u0061.net::1::Admin"}""", A)]
    [InlineData(Vendor.Generic, $$"""{"scope":"{{A}},{{B}}"}""")]
    [InlineData(Vendor.Generic, $$"""{"scope":"{{A}}\t{{B}}"}""")]
    [InlineData(Vendor.Generic, $$"""{"scope":"{{A}}\n{{B}}"}""")]
    [InlineData(Vendor.Generic, $$"""{"scope":"{{A}}\u00a0"}""")]
    [InlineData(Vendor.Generic, $$"""{"Scope":"{{A}}"}""")]
    [InlineData(Vendor.Generic, $$"""{"scope":""}""")]
    [InlineData(Vendor.Generic, $$"""{"scope":"c.net::3::Admin a.net::2::Admin a.net::1::Root"}""")]
    [InlineData(Vendor.Generic, $$"""{"scope":"{{Z}}Admin"}""")]                            // ZIdentity's form is ZIdentity's alone
    [InlineData(Vendor.Generic, $$"""{"urn:identify:rest-api:role":"{{A}}"}""")]
    [InlineData(Vendor.Okta, $$"""{"scp":["{{A}}"]}""", A)]
    [InlineData(Vendor.Okta, $$"""{"scope":"{{A}}","roles":["{{A}}"]}""")]
    [InlineData(Vendor.EntraId, $$"""{"roles":["{{A}}","{{B}}"]}""", A, B)]
    [InlineData(Vendor.EntraId, $$"""{"scp":"{{A}} {{B}}"}""", A, B)]
    [InlineData(Vendor.EntraId, $$"""{"scope":"{{A}}"}""")]
    [InlineData(Vendor.PingFederate, $$"""{"scope":"{{A}}"}""", A)]
    [InlineData(Vendor.PingFederate, $$"""{"scp":["{{A}}"]}""", A)]
    // ZIdentity: its own form, in which a role may hold spaces; in a list a scope ends where the next one begins.
    [InlineData(Vendor.ZIdentity, $$"""{"scope":["{{Z}}Admin","{{Z}}View Only"]}""", A, View)]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":"{{Z}}Admin"}""", A)]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":"{{Z}}View Only"}""", View)]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":"{{Z}}View Only {{Z}}Admin"}""", View, A)]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":"{{A}} {{Z}}View Only"}""", A, View)]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":"{{Z}}View Only {{A}}"}""")]                // cannot be told apart: grants nothing
    [InlineData(Vendor.ZIdentity, $$"""{"scope":"{{Z}}Admin openid"}""")]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":"{{Z}}Admin {{Z}}Admin x {{Z}}View Only"}""", A, View)]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":["zs:config:ZIA.a.net:1:config:7:Admin"]}""", A)]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":["zs:config:zpa.a.net:1:config:7:Admin"]}""")]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":["zs:config:zia.a.net:2:config:7:Admin"]}""")]
    [InlineData(Vendor.ZIdentity, $$"""{"scope":["{{A}}"]}""", A)]
    // ZITADEL: the member names of an object, or of each object of an array.
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:api:roles":{"{{{{A}}}}":{"9":"acme"},"{{{{B}}}}":{"9":"acme"}}}""", A, B)]
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:api:roles":[{"{{{{A}}}}":{"9":"acme"}},{"{{{{B}}}}":{}}]}""", A, B)]
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:api:roles":{"{{{{A}}}}":{}}}""", A)]
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:other:roles":{"{{{{A}}}}":{}}}""")]
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:roles":{"{{{{A}}}}":{}}}""")]      // of whose project?
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:api:roles":{"x":{"{{{{A}}}}":"acme"}}}""")]
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:api:roles":{"x":"{{{{A}}}}","y":["{{{{A}}}}"]}}""")]
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:api:roles":[{"x":{"{{{{A}}}}":"{{{{A}}}}"}},["{{{{A}}}}"],[{"{{{{A}}}}":1}]]}""")]
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:api:roles":["{{{{A}}}}"]}""", A)]
    [InlineData(Vendor.Zitadel, $$$$"""{"urn:zitadel:iam:org:project:api:roles":7}""")]
    [InlineData(Vendor.SafewhereIdentify, $$"""{"urn:identify:rest-api:role":"{{A}}"}""", A)]
    [InlineData(Vendor.SafewhereIdentify, $$"""{"urn:identify:rest-api:role":["{{A}}","{{B}}"]}""", A, B)]
    [InlineData(Vendor.SafewhereIdentify, """{"urn:identify:rest-api:role":"Admin"}""")]    // of which of the two organisations?
    [InlineData(Vendor.SafewhereIdentify, """{"urn:identify:rest-api:role":null}""")]
    [InlineData(Vendor.SafewhereIdentify, "{}")]
    public void The_scopes_of_a_vendor_grant(Vendor vendor, string claims, params string[] granted) => Assert.Equal(granted, Read(vendor, claims, "a.net::1", "b.net::2"));

    [Theory]
    [InlineData(Vendor.SafewhereIdentify, """{"urn:identify:rest-api:role":"Admin"}""", A)]
    [InlineData(Vendor.SafewhereIdentify, """{"urn:identify:rest-api:role":["View Only","Admin","Root"]}""", View, A)]
    [InlineData(Vendor.SafewhereIdentify, $$"""{"urn:identify:rest-api:role":["{{B}}"]}""")]
    [InlineData(Vendor.Zitadel, """{"urn:zitadel:iam:org:project:api:roles":{"Admin":{},"View Only":{}}}""", A, View)]
    [InlineData(Vendor.Zitadel, """{"scope":"Admin"}""")]                                   // a scope names its organisation, always
    [InlineData(Vendor.Generic, """{"scope":"Admin","roles":["Admin"]}""")]
    public void A_bare_role_means_the_one_organisation_of_its_server(Vendor vendor, string claims, params string[] granted) =>
        Assert.Equal(granted, Read(vendor, claims, "a.net::1"));

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData($"[\"{A}\",1]")]
    [InlineData($"[[\"{A}\"]]")]
    public void A_scope_claim_that_is_no_text_makes_the_token_invalid(string scope) =>
        Assert.Same(Invalid, Read(Vendor.Generic, $$"""{"scp":"{{A}}","scope":{{scope}}}""", "a.net::1"));

    [Theory]
    [InlineData(640)]
    [InlineData(641)]
    [InlineData(100_000)]
    public void A_scope_that_is_too_long_grants_nothing_and_hides_no_other(int length) =>
        Assert.Equal([A], Read(Vendor.Generic, $$"""{"scope":"a.net::1::{{new string('x', length - 10)}} {{A}}"}""", "a.net::1"));

    [Theory]
    [InlineData("scope", RoleScopeReader.MaxScopes, true)]
    [InlineData("scope", RoleScopeReader.MaxScopes + 1, false)]
    [InlineData("urn:identify:rest-api:role", RoleScopeReader.MaxScopes, true)]
    [InlineData("urn:identify:rest-api:role", RoleScopeReader.MaxScopes + 1, false)]
    public void So_many_scopes_and_roles_are_read_and_one_more_makes_the_token_invalid(string claim, int count, bool isRead)
    {
        var claims = $$"""{"{{claim}}":["{{A}}"{{string.Concat(Enumerable.Repeat(",\"x\"", count - 1))}}]}""";

        Assert.Equal(isRead ? [A] : Invalid, Read(Vendor.SafewhereIdentify, claims, "a.net::1"));
    }

    [Fact]
    public void The_settings_say_which_claims_are_read()
    {
        Assert.Equal([A], Read(Vendor.Okta, $$"""{"my_scopes":"{{A}}","scp":["{{B}}"]}""", options => options.ScopeClaims = ["my_scopes"], "a.net::1", "b.net::2"));
        Assert.Equal([A], Read(Vendor.Generic, """{"my_roles":["Admin"]}""", options => options.RoleClaims = ["my_roles"], "a.net::1"));
        Assert.Equal([A], Read(Vendor.ZIdentity, """{"scope":["zs:config:zpa.a.net:1:config:7:Admin"]}""", options => options.Products = ["zdx", "zpa"], "a.net::1"));
        Assert.Empty(Read(Vendor.ZIdentity, $$"""{"scope":["{{Z}}Admin"]}""", options => options.Products = ["zpa"], "a.net::1"));
    }

    private static string[] Read(Vendor vendor, string claims, params string[] organizations) => Read(vendor, claims, _ => { }, organizations);

    private static string[] Read(Vendor vendor, string claims, Action<AuthorizationServerOptions> change, params string[] organizations)
    {
        var options = new AuthorizationServerOptions { Vendor = vendor, Audiences = ["api"] };
        change(options);
        var reader = new RoleScopeReader(options, VendorProfile.Of(vendor), new(organizations.Select(Organization.Parse), cloud => cloud, Roles));
        return reader.TryRead(JsonObject.Read(claims), out var grants) ? [.. grants.Select(grant => grant.Scope.ToString())] : Invalid;
    }
}
