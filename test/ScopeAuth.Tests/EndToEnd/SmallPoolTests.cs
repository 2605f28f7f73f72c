using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>No thread ever waits for a server: with two of them in the whole process, one that waited would be half of all.</summary>
public sealed class SmallPoolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_a_pool_of_two_threads_and_a_server_that_hangs_all_other_requests_are_answered()
    {
        // A process of its own: the pool is everybody's.
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ScopeAuth.Tests"))
        {
            ArgumentList = { "--filter-method", $"{typeof(SmallPoolTests).FullName}.{nameof(In_a_process_of_two_threads)}", "--explicit", "only", "--no-progress", "--no-ansi" },
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "2", ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "2" },
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.Contains("succeeded: 1", output, StringComparison.Ordinal);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact(Explicit = true)]
    public async Task In_a_process_of_two_threads()
    {
        ThreadPool.GetMaxThreads(out var threads, out _);
        Assert.Equal(2, threads);
        var clock = new FakeClock();
        await using var hanging = await TestServers.StartAsync(clock: clock);
        await using var other = await TestServers.StartAsync(clock: clock);
        using var held = hanging.Faults.Hold();
        await using var api = await TestApi.StartAsync([.. hanging.ConfigurationFor("hanging"), .. other.ConfigurationFor("other")], clock: clock, loadKeys: false);
        await api.Services.GetRequiredService<KeyRings>().All.Single(ring => ring.ServerName == "other").RefreshAsync();

        // On this clock they wait until it is moved.
        var waiting = Enumerable.Range(0, 20).Select(_ => api.AskAsync("/whoami", Issue(hanging))).ToList();
        await hanging.Requests.WaitForAsync(TestEndpoint.Metadata, 1, Token);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.AskAsync("/whoami", Issue(other))));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.DoesNotContain(waiting, request => request.IsCompleted);
        Assert.All(await clock.UntilAsync(Task.WhenAll(waiting)), answer => Assert.Equal(503, answer.Status));
    }

    private static string Issue(TestAuthorizationServer server) => server.IssueToken($"{TestServers.Organization}::Auditor");
}
