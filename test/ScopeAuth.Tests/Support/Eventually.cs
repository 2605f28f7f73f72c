using System.Net;
using System.Runtime.CompilerServices;

namespace ScopeAuth.Tests.Support;

/// <summary>Waits for what somebody else is about to do and does not announce. Every wait ends: one in vain says what it was for, and what there was instead.</summary>
internal static class Eventually
{
    /// <summary>Longer than the busiest machine needs, and an end to what would never have one.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <exception cref="TimeoutException">The condition never held.</exception>
    public static Task IsTrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        IsAsync(() => Task.FromResult(condition()), holds => holds, what);

    /// <summary>Asks until the answer is the one that is waited for.</summary>
    /// <exception cref="TimeoutException">It never was.</exception>
    public static async Task<T> IsAsync<T>(Func<Task<T>> ask, Func<T, bool> isIt, [CallerArgumentExpression(nameof(isIt))] string what = "", TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        var start = clock.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isIt(answer)) return answer;
            if (clock.GetElapsedTime(start) > LongestWait) throw InVain(what, answer?.ToString() ?? "nothing");
            await Task.Delay(Pause, clock);
        }
    }

    /// <summary>As a client would, asks again where the answer says so: on a busy machine the first keys may take longer to come than a request waits.</summary>
    public static Task<HttpStatusCode> IsServedAsync(Func<Task<HttpStatusCode>> ask) =>
        IsAsync(ask, status => status != HttpStatusCode.ServiceUnavailable, "an answer that is not to ask again");

    public static TimeoutException InVain(string what, string instead) => new($"For {LongestWait.TotalMinutes} minutes this was waited for: {what}. In the end there was: {instead}.");
}
