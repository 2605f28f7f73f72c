using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace ScopeAuth.Tests.House;

public sealed class DocumentationTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [MemberData(nameof(Packages.Names), MemberType = typeof(Packages))]
    public void Every_public_type_and_member_is_described_in_the_documentation_file(string package)
    {
        var described = XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{package}.xml")).Descendants("member")
            .Where(member => member.Elements().Any())
            .Select(member => WithoutParameters(member.Attribute("name")!.Value))
            .ToHashSet(StringComparer.Ordinal);

        var wanted = ExportedTypes.Of(Packages.Find(package)).SelectMany(NamesOf).ToArray();

        Assert.NotEmpty(wanted);
        Assert.Empty(wanted.Except(described));
    }

    private static IEnumerable<string> NamesOf(Type type)
    {
        var name = type.FullName!.Replace('+', '.');
        yield return $"T:{name}";
        foreach (var member in type.GetMembers(Declared).Where(IsWritten))
        {
            var id = member switch
            {
                FieldInfo => $"F:{name}.{member.Name}",
                PropertyInfo => $"P:{name}.{member.Name}",
                EventInfo => $"E:{name}.{member.Name}",
                ConstructorInfo => $"M:{name}.#ctor",
                MethodInfo => $"M:{name}.{member.Name}",
                _ => null,
            };
            if (id is not null) yield return id;
        }
    }

    // What the compiler makes (of records, enumerations, properties, default constructors) is described with what it belongs to.
    private static bool IsWritten(MemberInfo member) =>
        member.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        && member is not FieldInfo { IsSpecialName: true }
        && !(member is MethodInfo { IsSpecialName: true } && !member.Name.StartsWith("op_", StringComparison.Ordinal))
        && !(member is ConstructorInfo constructor && constructor.GetParameters().Length == 0);

    private static string WithoutParameters(string id)
    {
        var name = id.Split('(')[0];
        var generic = name.IndexOf("``", StringComparison.Ordinal);
        return generic < 0 ? name : name[..generic];
    }
}
