using System.ComponentModel;
using System.Diagnostics;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>Finds the load generator: the one in C, which leaves most of the processors to the servers, where it can be compiled.</summary>
internal static class LoadGenerator
{
    private const string Flags = "-O2";

    private static readonly Lazy<string?> Program = new(Compile);

    /// <summary>Null where there is no compiler for the one in C, which alone can keep a rate.</summary>
    public static NativeLoad? FindNative() => Program.Value is { } program ? new(program) : null;

    public static ILoadGenerator Find()
    {
        if (FindNative() is { } native) return native;
        Console.Error.WriteLine("No C compiler: the load comes from .NET, which takes more of the processors from the servers. Ratios of requests per second are nearer to 1 than they are.");
        return new ManagedLoad();
    }

    private static string? Compile()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "pairload");
        var source = $"{program}.c";
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) >= File.GetLastWriteTimeUtc(source)) return program;
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("cc", [Flags, "-o", program, source]))!;
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? program : throw new InvalidOperationException($"{source} does not compile.");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
