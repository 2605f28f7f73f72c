using ScopeAuth.Scopes;

namespace ScopeAuth.Tests.Scopes;

public sealed class ZIdentityScopeTests
{
    [Theory]
    [InlineData("zs:config:zia.zscaler.net:1234567:config:10001:FirewallAdmin", "zia", "zscaler.net", "1234567", "FirewallAdmin")]
    [InlineData("zs:config:zia.zscaler.net:1234567:config:10001:View Only", "zia", "zscaler.net", "1234567", "View Only")]
    [InlineData("zs:config:zpa.a:b:config::c", "zpa", "a", "b", "c")]
    public void The_parts_are_told_apart(string text, string product, string cloud, string orgId, string role)
    {
        Assert.True(ZIdentityScope.TrySplit(text, out var foundProduct, out var foundCloud, out var foundOrgId, out var foundRole));
        Assert.Equal((product, cloud, orgId, role), (foundProduct.ToString(), foundCloud.ToString(), foundOrgId.ToString(), foundRole.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zs:config:")]
    [InlineData("ZS:config:zia.a:b:config:1:c")]
    [InlineData(" zs:config:zia.a:b:config:1:c")]
    [InlineData("zs:other:zia.a:b:config:1:c")]
    [InlineData("zs:config:zia.a:b:other:1:c")]
    [InlineData("zs:config:zia.a:b:CONFIG:1:c")]
    [InlineData("zs:config:zia:b:config:1:c")]              // no cloud
    [InlineData("zs:config:.a:b:config:1:c")]               // no product
    [InlineData("zs:config:zia.:b:config:1:c")]
    [InlineData("zs:config:zia.a::config:1:c")]
    [InlineData("zs:config:zia.a:b:config:1:")]
    [InlineData("zs:config:zia.a:b:config:1")]
    [InlineData("zs:config:zia.a:b:config:1:c:d")]
    [InlineData("zs:config:zia.a:b:config:1:c:")]
    [InlineData("zs:config:zia.a:b:config:1: c")]
    [InlineData("zs:config:zia.a:b:config:1:c ")]
    [InlineData("zs:config:zia.a:b:config:1:c  d")]
    [InlineData("zs:config:zia.a b:b:config:1:c")]
    [InlineData("zs:config:zia.a:b c:config:1:c")]
    [InlineData("zs:config:zia.\u00e4:b:config:1:c")]
    [InlineData("zs:config:zia.a:b:config:1:\u00e4")]
    public void Anything_else_is_no_such_scope(string text) => Assert.False(ZIdentityScope.TrySplit(text, out _, out _, out _, out _));
}
