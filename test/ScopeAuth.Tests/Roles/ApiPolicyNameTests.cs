using Microsoft.AspNetCore.Authorization;
using ScopeAuth.Roles;

namespace ScopeAuth.Tests.Roles;

public sealed class ApiPolicyNameTests
{
    [Theory]
    [InlineData("A")]
    [InlineData("A", "B")]
    [InlineData("A,B")]                             // one role, whose name holds what separates two
    [InlineData("A:B", "Super Admin", "50%2C")]
    [InlineData("Müller")]
    public void A_name_says_the_roles_that_were_put_into_it(params string[] roles)
    {
        Assert.True(ApiPolicyName.TryRead(new RequireApiRoleAttribute(roles).Policy, out var requirement));

        foreach (var role in roles) Assert.True(requirement.IsMetBy(Role(role), "GET"), role);
        Assert.False(requirement.IsMetBy(Role("another"), "GET"));
        Assert.False(requirement.IsMetBy(Role("B,"), "GET"));
        if (roles is ["A,B"]) Assert.False(requirement.IsMetBy(Role("B"), "GET"));
    }

    [Theory]
    [InlineData(null, "GET", ApiAccess.View, true)]
    [InlineData(null, "get", ApiAccess.View, true)]
    [InlineData(null, "HEAD", ApiAccess.View, true)]
    [InlineData(null, "OPTIONS", ApiAccess.View, false)]
    [InlineData(null, "QUERY", ApiAccess.View, false)]
    [InlineData(null, "POST", ApiAccess.View, false)]
    [InlineData(null, "POST", ApiAccess.Full, true)]
    [InlineData(null, null, ApiAccess.View, false)]
    [InlineData(null, null, ApiAccess.Full, true)]
    [InlineData(null, "GET", ApiAccess.None, false)]
    [InlineData(ApiAccess.View, "POST", ApiAccess.View, true)]
    [InlineData(ApiAccess.View, "POST", ApiAccess.None, false)]
    [InlineData(ApiAccess.Full, "GET", ApiAccess.View, false)]
    [InlineData(ApiAccess.Full, "GET", ApiAccess.Full, true)]
    public void A_name_says_the_access_that_was_put_into_it(ApiAccess? asked, string? method, ApiAccess held, bool enough)
    {
        const string Category = "Firewall: rules, and more";
        var name = asked is { } access ? new RequireApiAccessAttribute(Category, access).Policy : new RequireApiAccessAttribute(Category).Policy;

        Assert.True(ApiPolicyName.TryRead(name, out var requirement));

        Assert.Equal(Category, requirement.Category);
        Assert.Equal(enough, requirement.IsMetBy(Role("role", (Category, held)), method));
        Assert.False(requirement.IsMetBy(Role("role", ("Firewall", ApiAccess.Full)), method));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ScopeRoleAuth")]
    [InlineData("scoperoleauth:role:A")]
    [InlineData("ScopeRoleAuth:access:None:Firewall")]
    [InlineData("ScopeRoleAuth:access:2:Firewall")]
    [InlineData("ScopeRoleAuth:access:View")]
    [InlineData("ScopeRoleAuth:access:View:Firewall:More")]
    public void Other_names_are_left_to_the_application(string name) => Assert.False(ApiPolicyName.TryRead(name, out _));

    [Fact]
    public void An_attribute_without_a_role_or_with_no_access_cannot_be_written()
    {
        Assert.Throws<ArgumentException>(() => new RequireApiRoleAttribute());
        Assert.Throws<ArgumentException>(() => new RequireApiRoleAttribute("Auditor", ""));
        Assert.Throws<ArgumentNullException>(() => new RequireApiRoleAttribute(null!));
        Assert.Throws<ArgumentException>(() => new RequireApiAccessAttribute(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequireApiAccessAttribute("Firewall", ApiAccess.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequireApiAccessAttribute("Firewall", (ApiAccess)3));
    }

    // [RequireApiRole("Operator", Policy = "...")] would put another policy in the place of the role.
    [Fact]
    public void No_attribute_lets_its_policy_be_replaced()
    {
        var attributes = typeof(RequireApiRoleAttribute).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(IAuthorizeData))).ToList();

        Assert.Equal(3, attributes.Count);
        Assert.All(attributes, attribute => Assert.False(
            attribute.GetProperties().Single(property => property.Name == "Policy" && property.DeclaringType == attribute).CanWrite));
    }

    private static ApiRole Role(string name, params (string Category, ApiAccess Access)[] access)
    {
        var options = new ApiRoleOptions();
        foreach (var (category, held) in access) options.Access[category] = held;
        return new(name, options);
    }
}
