using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeAuth.Console.AuditLog;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Console.Tests;

/// <summary>What the tail of the audit log sends, and when it ends.</summary>
public sealed class AuditTailTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new();
    private readonly GrowingLog _log = new();
    private readonly ApplicationLifetime _application = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    [Fact]
    public async Task A_record_is_sent_once_also_one_that_is_kept_later_than_its_time_says()
    {
        Add("first", secondsAgo: 3);
        await using var tail = Follow(new());
        Assert.True(await tail.MoveNextAsync());
        Assert.Contains("/first", tail.Current, StringComparison.Ordinal);

        Add("late", secondsAgo: 5);
        var next = tail.MoveNextAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
        Assert.Contains("/late", tail.Current, StringComparison.Ordinal);
        Assert.DoesNotContain("/first", tail.Current, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_older_than_half_a_minute_is_on_the_page_already_and_what_the_page_does_not_ask_for_is_not_sent()
    {
        Add("old", secondsAgo: 31);
        Add("new", secondsAgo: 0);
        await using var tail = Follow(new() { Resource = "/new" });

        Assert.True(await tail.MoveNextAsync());

        Assert.Equal("/new", _log.LastQuery!.Resource);
        Assert.DoesNotContain("/old", tail.Current, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_after_five_minutes_so_that_whoever_looks_is_asked_again_whether_he_may()
    {
        await using var tail = Follow(new());
        var next = tail.MoveNextAsync();
        Assert.False(next.IsCompleted);

        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.False(await next);
    }

    [Fact]
    public async Task It_ends_with_the_application_and_where_the_records_cannot_be_read()
    {
        await using var stopped = Follow(new());
        var next = stopped.MoveNextAsync();
        _application.StopApplication();
        Assert.False(await next);

        _log.Fault = new IOException("The disk is gone.");
        await using var unreadable = Follow(new());
        Assert.False(await unreadable.MoveNextAsync());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private IAsyncEnumerator<string> Follow(AuditQuery query) =>
        new AuditTail(_log, _services, NullLoggerFactory.Instance, _clock, _application).FollowAsync(query, TestContext.Current.CancellationToken).GetAsyncEnumerator();

    private void Add(string resource, int secondsAgo) => _log.Records.Add(new()
    {
        Timestamp = _clock.GetUtcNow() - TimeSpan.FromSeconds(secondsAgo),
        Action = "Read",
        Resource = $"/{resource}",
        Interface = "API",
        Result = AuditResult.Success,
        TraceId = resource,
        StatusCode = 200,
    });

    private sealed class GrowingLog : IAuditLog
    {
        public List<AuditRecord> Records { get; } = [];

        public AuditQuery? LastQuery { get; private set; }

        public Exception? Fault { get; set; }

        public bool IsKept => true;

        public ValueTask<AuditPage> QueryAsync(AuditQuery query, CancellationToken cancellationToken = default)
        {
            LastQuery = query;
            if (Fault is not null) throw Fault;
            return ValueTask.FromResult(new AuditPage([.. Records.Where(record => record.Timestamp >= query.From)], Next: null));
        }
    }
}
