using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Audit;

public sealed class AuditTrailTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly CollectedLogs _logs = new();
    private readonly RecordingSink _first = new();
    private readonly RecordingSink _second = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ILoggerFactory _loggers;

    public AuditTrailTests() => _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logs));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _loggers.Dispose();
        _logs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_failing_sink_keeps_no_other_from_the_record()
    {
        await using var trail = Trail(new() { Directory = _folder.Path }, _first, _second);
        _first.Fail();

        Assert.False(await trail.WriteAsync(SomeRecord.For("/1")));

        Assert.Empty(_first.Kept);
        Assert.Single(_second.Kept);
        Assert.Single(_folder.Lines("audit-20260301.jsonl"));
        Assert.Single(_logs.Lines, line => line.Is(60));
    }

    [Fact]
    public async Task The_trail_is_failed_until_every_sink_keeps_a_record_again_and_says_each_change_once()
    {
        await using var trail = Trail(new(), _first, _second);
        _first.Fail();
        for (var number = 0; number < 3; number++) await trail.WriteAsync(SomeRecord.For("/"));
        Assert.False(trail.IsHealthy);
        Assert.Equal(["RecordingSink"], trail.FailedSinks);

        _first.Recover();
        Assert.True(await trail.WriteAsync(SomeRecord.For("/")));
        Assert.True(trail.IsHealthy);
        Assert.Empty(trail.FailedSinks);

        Assert.Single(_logs.Lines, line => line.Is(61));
        var recovered = Assert.Single(_logs.Lines, line => line.Is(62));
        Assert.Equal(3L, recovered.Fields["Missed"]);
    }

    [Fact]
    public async Task A_sink_that_does_not_answer_is_given_five_seconds()
    {
        await using var trail = Trail(new(), _first);
        _first.Behaviour = async (_, cancellation) => await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellation);

        var write = trail.WriteAsync(SomeRecord.For("/")).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.False(write.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.False(await write);
        Assert.False(trail.IsHealthy);
    }

    [Fact]
    public async Task A_sink_that_never_answers_at_all_is_not_called_without_bound()
    {
        await using var trail = Trail(new(), _first);
        var never = new TaskCompletionSource();
        _first.Behaviour = async (_, _) => await never.Task;
        for (var number = 0; number < 100; number++)
        {
            var write = trail.WriteAsync(SomeRecord.For("/")).AsTask();
            _clock.Advance(TimeSpan.FromSeconds(5));
            Assert.False(await write);
        }

        Assert.Equal(64, _first.Asked.Count);

        never.SetResult();
        _first.Recover();
        await Eventually.IsTrueAsync(() => _first.Kept.Count == 64);
        await Eventually.IsTrueAsync(() => trail.WriteAsync(SomeRecord.For("/")).AsTask() is { IsCompletedSuccessfully: true } && trail.IsHealthy);
    }

    [Fact]
    public async Task A_sink_that_fails_before_it_waits_is_caught_too()
    {
        await using var trail = Trail(new(), new ThrowingSink());

        Assert.False(await trail.WriteAsync(SomeRecord.For("/")));
    }

    [Fact]
    public async Task A_logger_that_throws_fails_no_request()
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(new ThrowingLogs()));
        var metrics = new AuditMetrics(_services.GetRequiredService<IMeterFactory>());
        await using var trail = new AuditTrail(
            new(() => new(), "/"), [_first], new(loggers, metrics), metrics, _clock, _loggers);

        Assert.True(await trail.WriteAsync(SomeRecord.For("/")));
        Assert.Single(_first.Kept);
    }

    [Fact]
    public async Task Without_files_and_sinks_nothing_can_fail()
    {
        await using var trail = Trail(new());

        Assert.False(trail.CanFail);
        Assert.True(await trail.WriteAsync(SomeRecord.For("/")));
    }

    [Fact]
    public async Task Records_are_counted_by_result_and_failures_by_sink()
    {
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>()) listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counted.Add($"{instrument.Meter.Name} {instrument.Name} {value} {tags[0].Key}={tags[0].Value}"));
        listener.Start();

        await using var trail = Trail(new(), _first);
        await trail.WriteAsync(SomeRecord.For("/"));
        _first.Fail();
        await trail.WriteAsync(SomeRecord.For("/") with { Result = AuditResult.Failure });

        Assert.Equal(
            [
                "ScopeAuth scopeauth.audit.records 1 result=Success",
                "ScopeAuth scopeauth.audit.records 1 result=Failure",
                "ScopeAuth scopeauth.audit.failures 1 sink=RecordingSink",
            ],
            counted);
    }

    private AuditTrail Trail(AuditOptions options, params IAuditSink[] sinks)
    {
        var metrics = new AuditMetrics(_services.GetRequiredService<IMeterFactory>());
        return new(new(() => options, "/"), sinks, new(_loggers, metrics), metrics, _clock, _loggers);
    }

    private sealed class ThrowingSink : IAuditSink
    {
        public ValueTask WriteAsync(AuditRecord record, CancellationToken cancellationToken) => throw new InvalidOperationException("Broken.");
    }

    private sealed class ThrowingLogs : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("Broken.");

        public void Dispose()
        {
        }
    }
}
