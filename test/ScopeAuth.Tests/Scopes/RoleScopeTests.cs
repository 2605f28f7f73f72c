using System.Globalization;

namespace ScopeAuth.Tests.Scopes;

public sealed class RoleScopeTests
{
    [Theory]
    [InlineData("zscaler.net::1234567::FirewallAdmin", "zscaler.net", "1234567", "FirewallAdmin")]
    [InlineData("a::b::c", "a", "b", "c")]
    [InlineData("!#$%&'()*+,-./::09;<=>?@AZ[]::^_`az{|}~", "!#$%&'()*+,-./", "09;<=>?@AZ[]", "^_`az{|}~")]      // RFC 6749 section 3.3, less the colon
    public void A_role_scope_has_three_segments(string text, string cloud, string orgId, string role)
    {
        Assert.True(RoleScope.TryParse(text, out var scope));
        Assert.Equal((cloud, orgId, role), (scope.Cloud, scope.OrgId, scope.Role));
        Assert.Equal(text, scope.ToString());
        Assert.Equal($"{cloud}::{orgId}", scope.Organization.ToString());
        Assert.Equal(scope, RoleScope.Parse(text));
    }

    public static TheoryData<string> Malformed =>
    [
        "", "::", "::::", "zs1", "zs1::42", "zs1::42::", "::42::admin", "zs1::::admin", "zs1::42::admin::", "::zs1::42::admin", "zs1::42::admin::x",
        "zs1:42:admin", "zs1:::42::admin", "zs1::42:::admin", "zs1::42::admin:", ":zs1::42::admin", "zs1::4:2::admin", "zs1::42::ad:min",
        "zs1::42::ad min", " zs1::42::admin", "zs1::42::admin ", "zs1::42::admin\n", "zs1::42::ad\tmin", "zs1::42::ad\0min", "zs1::42::ad\"min",
        "zs1::42::ad\\min", "zs1::42::ädmin", "zs1::42::adm\u0131n", "zs1::42::admin\u200b", "zs1::42::\u202eadmin", "zs1\uff1a\uff1a42\uff1a\uff1aadmin",
        "zs1::42::ad\u007fmin", "zs1::42::\ud83d\ude00",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Anything_else_is_no_role_scope(string text)
    {
        Assert.False(RoleScope.TryParse(text, out var scope));
        Assert.Equal(default, scope);
        Assert.Throws<FormatException>(() => RoleScope.Parse(text));
    }

    [Fact]
    public void A_fault_does_not_quote_the_text() =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => RoleScope.Parse("secret")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_segment_has_at_most_128_characters(int length, bool parsed)
    {
        var segment = new string('x', length);
        Assert.Equal(parsed, RoleScope.TryParse($"{segment}::b::c", out _));
        Assert.Equal(parsed, RoleScope.TryParse($"a::{segment}::c", out _));
        Assert.Equal(parsed, RoleScope.TryParse($"a::b::{segment}", out _));
    }

    [Theory]
    [InlineData("a::b::c", "a::b::c", true)]
    [InlineData("A.net::b::c", "a.NET::b::c", true)]        // a domain name
    [InlineData("a::B::c", "a::b::c", false)]
    [InlineData("a::b::C", "a::b::c", false)]
    [InlineData("a::b::c", "x::b::c", false)]
    [InlineData("a::b::c", "a::x::c", false)]
    [InlineData("a::b::c", "a::b::x", false)]
    public void The_cloud_alone_is_compared_ignoring_case(string left, string right, bool equal)
    {
        var (one, other) = (RoleScope.Parse(left), RoleScope.Parse(right));

        Assert.Equal(equal, one == other);
        Assert.Equal(!equal, one != other);
        Assert.Equal(equal, one.Equals((object)other));
        if (equal) Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void The_default_value_grants_nothing_and_equals_no_parsed_one()
    {
        Assert.Equal(("", "", ""), (default(RoleScope).Cloud, default(RoleScope).OrgId, default(RoleScope).Role));
        Assert.Equal("::::", default(RoleScope).ToString());
        Assert.NotEqual(RoleScope.Parse("a::b::c"), default);
        Assert.False(default(RoleScope).Equals("::::"));
        Assert.Equal(default(RoleScope).GetHashCode(), new RoleScope().GetHashCode());
    }

    [Fact]
    public void It_is_parsed_and_formatted_as_the_platform_does()
    {
        Assert.Equal(RoleScope.Parse("a::b::c"), Parse<RoleScope>("a::b::c"));
        Assert.True(TryParse<RoleScope>("a::b::c", out var scope));
        Assert.False(TryParse<RoleScope>("a::b", out _));
        Assert.False(RoleScope.TryParse((string?)null, out _));
        Span<char> text = stackalloc char[7];
        Assert.True(scope.TryFormat(text, out var written, default, CultureInfo.InvariantCulture));
        Assert.Equal("a::b::c", text[..written].ToString());
        Assert.False(scope.TryFormat(text[..6], out _, default, null));
        Assert.Equal("a::b::c", ((IFormattable)scope).ToString("X", null));
    }

    internal static T Parse<T>(string text)
        where T : ISpanParsable<T>
    {
        Assert.Equal(T.Parse(text, null), T.Parse(text.AsSpan(), null));
        return T.Parse(text, null);
    }

    internal static bool TryParse<T>(string? text, out T? value)
        where T : ISpanParsable<T>
    {
        Assert.Equal(T.TryParse(text, null, out _), T.TryParse(text.AsSpan(), null, out _));
        return T.TryParse(text, null, out value);
    }
}
