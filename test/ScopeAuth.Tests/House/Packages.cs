using System.Reflection;
using ScopeAuth.Testing;

namespace ScopeAuth.Tests.House;

/// <summary>The assemblies that are shipped.</summary>
internal static class Packages
{
    public static TheoryData<string> Names => [.. All.Select(assembly => assembly.GetName().Name!)];

    private static Assembly[] All { get; } = [typeof(RoleScope).Assembly, typeof(PostgreSqlRevocationOptions).Assembly, typeof(TestAuthorizationServer).Assembly];

    public static Assembly Find(string name) => All.Single(assembly => assembly.GetName().Name == name);
}
