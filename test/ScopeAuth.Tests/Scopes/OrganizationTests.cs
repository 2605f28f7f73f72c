namespace ScopeAuth.Tests.Scopes;

public sealed class OrganizationTests
{
    [Theory]
    [InlineData("zscaler.net::1234567", "zscaler.net", "1234567")]
    [InlineData("a::b", "a", "b")]
    public void An_organisation_has_two_segments(string text, string cloud, string orgId)
    {
        Assert.True(Organization.TryParse(text, out var organization));
        Assert.Equal((cloud, orgId), (organization.Cloud, organization.OrgId));
        Assert.Equal(text, organization.ToString());
        Assert.Equal(organization, Organization.Parse(text));
        Assert.Equal(organization, RoleScopeTests.Parse<Organization>(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("::")]
    [InlineData("a::")]
    [InlineData("::b")]
    [InlineData("a:b")]
    [InlineData("a:::b")]
    [InlineData("a::b::c")]
    [InlineData("a::b::")]
    [InlineData("a b::c")]
    [InlineData("a::b ")]
    [InlineData("a::\"")]
    [InlineData("a::b\\c")]
    [InlineData("a::ä")]
    [InlineData("*")]
    public void Anything_else_is_no_organisation(string text)
    {
        Assert.False(Organization.TryParse(text, out var organization));
        Assert.Equal(default, organization);
        Assert.Throws<FormatException>(() => Organization.Parse(text));
        Assert.False(RoleScopeTests.TryParse<Organization>(text, out _));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_segment_has_at_most_128_characters(int length, bool parsed)
    {
        var segment = new string('x', length);
        Assert.Equal(parsed, Organization.TryParse($"{segment}::b", out _));
        Assert.Equal(parsed, Organization.TryParse($"a::{segment}", out _));
    }

    [Theory]
    [InlineData("a.net::b", "A.NET::b", true)]
    [InlineData("a.net::b", "a.net::B", false)]
    [InlineData("a.net::b", "a.org::b", false)]
    public void The_cloud_alone_is_compared_ignoring_case(string left, string right, bool equal)
    {
        var (one, other) = (Organization.Parse(left), Organization.Parse(right));

        Assert.Equal(equal, one == other);
        Assert.Equal(!equal, one != other);
        Assert.Equal(equal, one.Equals((object)other));
        if (equal) Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void The_default_value_names_no_organisation()
    {
        Assert.Equal("::", default(Organization).ToString());
        Assert.NotEqual(Organization.Parse("a::b"), default);
        Assert.False(default(Organization).Equals("::"));
        Assert.False(Organization.TryParse((string?)null, out _));
        Span<char> text = stackalloc char[4];
        Assert.True(Organization.Parse("a::b").TryFormat(text, out var written, default, null));
        Assert.Equal("a::b", text[..written].ToString());
        Assert.False(Organization.Parse("a::b").TryFormat(text[..3], out _, default, null));
        Assert.Equal("a::b", ((IFormattable)Organization.Parse("a::b")).ToString(null, null));
    }
}
