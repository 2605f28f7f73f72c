using Microsoft.Playwright;

namespace ScopeAuth.Browser.Tests.Support;

internal static class LocatorExtensions
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Clicks on what leads to another page, and waits until that one is there: what is asked next is not answered by the old one.</summary>
    public static async Task FollowAsync(this ILocator link)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrive(object? sender, IPage page) => arrived.TrySetResult();
        link.Page.Load += Arrive;
        try
        {
            await link.ClickAsync();
            await arrived.Task.WaitAsync(LongestWait, TestContext.Current.CancellationToken);
        }
        finally
        {
            link.Page.Load -= Arrive;
        }
    }
}
