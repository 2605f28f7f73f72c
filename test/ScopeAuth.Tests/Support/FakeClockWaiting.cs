namespace ScopeAuth.Tests.Support;

/// <summary>Lets time pass for code that waits for it.</summary>
internal static class FakeClockWaiting
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    /// <summary>Moves the clock, step by step, each time something waits for less than two seconds, until the task is done.</summary>
    public static async Task<T> UntilAsync<T>(this FakeClock clock, Task<T> task)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        while (!task.IsCompleted)
        {
            var waiting = clock.WhenDueWithinAsync(TimeSpan.FromSeconds(2), ended.Token);
            if (await Task.WhenAny(task, waiting) == waiting) clock.Advance(Step);
        }
        await ended.CancelAsync();
        return await task;
    }
}
