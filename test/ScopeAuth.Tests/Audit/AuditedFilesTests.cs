using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace ScopeAuth.Tests.Audit;

/// <summary>From the request to the file.</summary>
public sealed class AuditedFilesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_that_a_client_got_has_its_line()
    {
        using var folder = new TemporaryFolder();
        await using (var host = await StartAsync(folder))
        {
            await Parallel.ForAsync(0, 200, Cancellation, async (number, cancellation) =>
            {
                using var response = await host.Client.GetAsync($"/{number}", cancellation);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);

                // The line after it may be half written at this moment.
                Assert.Contains($"\"resource\":\"/{number}\"", folder.Read(AuditedToday(folder)), StringComparison.Ordinal);
            });
        }

        Assert.Equal(200, Lines(folder).Count);
    }

    [Fact]
    public async Task A_folder_that_breaks_while_requests_come_refuses_them_and_heals()
    {
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder);
        Assert.Equal("1", await host.Client.GetStringAsync("/1", Cancellation));

        Directory.Move(folder["audit"], folder["away"]);
        await File.WriteAllTextAsync(folder["audit"], "", Cancellation);
        for (var number = 2; number < 5; number++)
        {
            using var refused = await host.Client.GetAsync($"/{number}", Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        File.Delete(folder["audit"]);
        Directory.Move(folder["away"], folder["audit"]);
        using var probe = await host.Client.GetAsync("/5", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, probe.StatusCode);
        Assert.Equal("6", await host.Client.GetStringAsync("/6", Cancellation));
        Assert.Equal(["/1", "/5", "/6"], Lines(folder));
    }

    private static Task<AuditHost> StartAsync(TemporaryFolder folder) => AuditHost.StartAsync(
        app => app.MapGet("/{number}", (string number) => number).RequireAuthorization("Operator"),
        new() { Directory = folder["audit"] }, withSink: false);

    private static string AuditedToday(TemporaryFolder folder) =>
        Path.GetRelativePath(folder.Path, Directory.EnumerateFiles(folder["audit"], "*.jsonl").Single());

    private static List<string?> Lines(TemporaryFolder folder)
    {
        var lines = new List<string?>();
        foreach (var path in Directory.EnumerateFiles(folder["audit"], "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (var line in folder.Lines(Path.GetRelativePath(folder.Path, path)))
            {
                using var json = JsonDocument.Parse(line);
                lines.Add(json.RootElement.GetProperty("resource").GetString());
            }
        }

        return lines;
    }
}
