namespace ScopeAuth.Tests.House;

public sealed class PublicApiTests
{
    [Theory]
    [MemberData(nameof(Packages.Names), MemberType = typeof(Packages))]
    public void The_public_types_are_those_that_the_checked_in_list_names(string package)
    {
        var types = ExportedTypes.Of(Packages.Find(package)).Select(type => type.FullName!).Order(StringComparer.Ordinal).ToArray();

        Assert.NotEmpty(types);
        CheckedInText.AssertEqual($"test/ScopeAuth.Tests/House/{package}.PublicApi.txt", string.Join('\n', types) + "\n");
    }

    [Theory]
    [MemberData(nameof(Packages.Names), MemberType = typeof(Packages))]
    public void Every_class_is_sealed_or_static_or_an_internal_base(string package)
    {
        var classes = Packages.Find(package).GetTypes().Where(type => type.IsClass && ExportedTypes.IsPromised(type) && !type.Name.Contains('<', StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(classes);
        Assert.Empty(classes.Where(type => !type.IsSealed && !(type.IsAbstract && !type.IsVisible)).Select(type => type.FullName));
    }
}
