using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ScopeAuth.Benchmarks;

/// <summary>The time for which this thread had a processor. What other programs take of the machine is not in it; collections of garbage that the thread starts are.</summary>
internal static class ThreadClock
{
    private const int ThreadProcessorTime = 3;      // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Nanoseconds since some moment; where the system has no such clock, those of the one on the wall.</summary>
    public static double Now =>
        OperatingSystem.IsLinux() && GetTime(ThreadProcessorTime, out var time) == 0
            ? (time.Seconds * 1e9) + time.Nanoseconds
            : Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
