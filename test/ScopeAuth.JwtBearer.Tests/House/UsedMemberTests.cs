using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ScopeAuth.Tests.House;

public sealed class UsedMemberTests
{
    [Fact]
    public void Of_the_handlers_assembly_only_what_has_never_changed_is_used()
    {
        using var file = new PEReader(File.OpenRead(Packages.Assembly.Location));
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference).Where(IsOfTheHandler).Select(type => metadata.GetString(type.Name)).ToArray();
        var members = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference && IsOfTheHandler(metadata.GetTypeReference((TypeReferenceHandle)member.Parent)))
            .Select(member => metadata.GetString(member.Name)).ToArray();

        // The package is compiled against 2.3.14 and runs with 10. Both are in each of them, with the same signature.
        Assert.Equal(["JwtBearerOptions"], types);
        Assert.Equal(["set_SaveToken"], members);

        bool IsOfTheHandler(TypeReference type) =>
            type.ResolutionScope.Kind == HandleKind.AssemblyReference
            && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) is var name
            && (name == "Microsoft.AspNetCore.Authentication.JwtBearer" || name.Contains("IdentityModel", StringComparison.Ordinal));
    }
}
