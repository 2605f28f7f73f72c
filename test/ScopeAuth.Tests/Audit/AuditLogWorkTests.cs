using System.Globalization;
using ScopeAuth.Audit;

namespace ScopeAuth.Tests.Audit;

/// <summary>How much of a long trail is read for one page: as much as the page needs, wherever it is. With a million records it is the same.</summary>
public sealed class AuditLogWorkTests : IDisposable
{
    private const int Records = 20_000;
    private const long Block = 1024 * 1024;

    private readonly AuditFileFixture _disk = new();
    private long _read;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_reads_its_own_part_of_the_trail_and_a_rare_condition_all_of_it_once()
    {
        var size = await WriteAsync();
        var log = new JsonLinesAuditLog(new(() => _disk.Options, "/"), AuditDisk.Real with
        {
            Read = async (file, bytes, offset, cancellationToken) =>
            {
                var read = await AuditDisk.Real.Read(file, bytes, offset, cancellationToken);
                Interlocked.Add(ref _read, read);
                return read;
            },
        });
        Assert.InRange(size, 5 * Block, 50 * Block);

        var first = await AskAsync(log, new(), Block);
        await AskAsync(log, new() { After = first.Next }, Block);
        await AskAsync(log, new() { Action = "Read" }, Block);
        await AskAsync(log, new() { Result = AuditResult.Failure }, 2 * Block);
        await AskAsync(log, new() { Resource = "/api/v1/firewall/*" }, Block);
        var deep = await AskAsync(log, new() { TraceId = Trace(1000) }, size + size / 2);
        Assert.Equal("/api/v1/firewall/rules/1000", Assert.Single(deep.Records).Resource);
        Assert.Null(deep.Next);
        Assert.Empty((await AskAsync(log, new() { AdminId = "nobody" }, size + size / 2)).Records);

        var middle = new AuditQuery { After = (await log.QueryAsync(new() { To = At(Records / 2) }, Cancelled)).Next };
        await AskAsync(log, middle, Block);
        await AskAsync(log, middle with { Action = "Read" }, Block);
        // Nothing before the day on which the time span begins is looked at.
        await AskAsync(log, new() { From = At(Records * 9 / 10), Action = "None" }, (size / 4) + Block);
    }

    public void Dispose() => _disk.Dispose();

    // Ten days.
    private static DateTimeOffset At(int number) => new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) + (TimeSpan.FromDays(10) * ((double)number / Records));

    private static string Trace(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    private async Task<AuditPage> AskAsync(JsonLinesAuditLog log, AuditQuery query, long mostBytes)
    {
        Interlocked.Exchange(ref _read, 0);
        var page = await log.QueryAsync(query, Cancelled);
        Assert.InRange(Interlocked.Read(ref _read), 0, mostBytes);
        return page;
    }

    private async Task<long> WriteAsync()
    {
        _disk.Options.Flush = AuditFlush.Strict;
        await using (var sink = _disk.Open())
        {
            for (var number = 0; number < Records; number += 2000)
            {
                _disk.Clock.Advance(At(number) > _disk.Clock.GetUtcNow() ? At(number) - _disk.Clock.GetUtcNow() : TimeSpan.Zero);
                await Task.WhenAll(Enumerable.Range(number, 2000).Select(one => sink.WriteAsync(
                    SomeRecord.For($"/api/v1/firewall/rules/{one}") with
                    {
                        Timestamp = At(one),
                        TraceId = Trace(one),
                        Result = one % 20 == 0 ? AuditResult.Failure : AuditResult.Success,
                    },
                    Cancelled).AsTask()));
            }
        }
        return _disk.Folder.Names().Where(name => name.EndsWith(".jsonl", StringComparison.Ordinal)).Sum(name => new FileInfo(_disk.Folder[name]).Length);
    }
}
