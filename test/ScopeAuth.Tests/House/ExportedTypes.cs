using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace ScopeAuth.Tests.House;

/// <summary>The types that a package promises. Razor makes every component public; none of them is meant for anybody, so they are left out.</summary>
internal static class ExportedTypes
{
    public static IEnumerable<Type> Of(Assembly assembly) => assembly.GetExportedTypes().Where(IsPromised);

    public static bool IsPromised(Type type) => !typeof(IComponent).IsAssignableFrom(type) && !type.Name.StartsWith("_Imports", StringComparison.Ordinal);
}
