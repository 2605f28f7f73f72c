using System.Reflection;

namespace ScopeAuth.Tests.House;

/// <summary>The package of these tests.</summary>
internal static class Packages
{
    public static TheoryData<string> Names => [Assembly.GetName().Name!];

    public static Assembly Assembly { get; } = typeof(ScopeAuthConsoleOptions).Assembly;

    public static Assembly Find(string name) => Assembly.GetName().Name == name ? Assembly : throw new ArgumentException($"This is not {name}.", nameof(name));
}
