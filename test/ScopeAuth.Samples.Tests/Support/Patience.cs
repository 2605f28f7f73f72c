using System.Net;

namespace ScopeAuth.Samples.Tests.Support;

/// <summary>
/// Tries again where the answer says so. An API that has just started on a machine that is busy building may need more than the 2 s
/// that a request waits for its first keys.
/// </summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task<HttpStatusCode> UntilServedAsync(Func<Task<HttpStatusCode>> ask)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (true)
        {
            var status = await ask();
            if (status != HttpStatusCode.ServiceUnavailable || clock.GetElapsedTime(start) > Longest) return status;
            await Task.Delay(Pause, clock, TestContext.Current.CancellationToken);
        }
    }
}
