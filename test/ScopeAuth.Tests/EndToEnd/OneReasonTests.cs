using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Rule 9: one closed set of reasons, wherever a refusal is told.</summary>
public sealed class OneReasonTests(RefusalApi refusals) : IClassFixture<RefusalApi>
{
    public static TheoryData<Rejection> Rejections => Refusal.Rejections;

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task A_refused_request_has_one_reason_in_the_response_the_log_the_metric_the_span_and_the_audit_record(Rejection rejection)
    {
        using var metrics = new CollectedMetrics(refusals.Api.Services.GetRequiredService<IMeterFactory>());
        using var spans = new CollectedSpans();
        var records = refusals.Sink.Asked.Count;

        var answer = await Refusal.Of(rejection).Ask(refusals, request => request.Headers.Add("traceparent", spans.TraceParent));

        Assert.Equal(rejection, answer.Rejection);
        Assert.Equal(spans.TraceId, answer.Json.GetProperty("traceId").GetString());

        var entry = Assert.Single(refusals.Api.Logs.Entries, entry => IsRefusal(entry) && entry.Scopes.Contains(spans.TraceId, StringComparison.Ordinal));
        Assert.EndsWith($"refused: {rejection}.", entry.Text, StringComparison.Ordinal);

        Assert.Contains(("scopeauth.request.refusals", rejection.ToString()), metrics.Counted);
        Assert.All(metrics.Counted.Where(count => count.Rejection is not null), count => Assert.Equal(rejection.ToString(), count.Rejection));

        // The span of the request ends after its answer was sent.
        await spans.RequestEnded.WaitAsync(TestContext.Current.CancellationToken);
        var named = spans.Ended.Select(span => span.GetTagItem("scopeauth.rejection")).Where(reason => reason is not null).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, reason => Assert.Equal(rejection.ToString(), reason));

        var record = Assert.Single(refusals.Sink.Asked.Skip(records), record => record.TraceId == spans.TraceId);
        Assert.Equal(rejection, record.Rejection);
        Assert.Equal(answer.Status, record.StatusCode);
        Assert.Equal(AuditResult.Failure, record.Result);
    }

    [Fact]
    public async Task An_accepted_request_has_none()
    {
        using var metrics = new CollectedMetrics(refusals.Api.Services.GetRequiredService<IMeterFactory>());
        using var spans = new CollectedSpans();

        Assert.Equal(200, (await refusals.Api.AskAsync("/whoami", refusals.Token("Auditor"), change: request => request.Headers.Add("traceparent", spans.TraceParent))).Status);

        Assert.Equal(("scopeauth.token.verdicts", null), Assert.Single(metrics.Counted));
        var span = Assert.Single(spans.Ended, span => span.OperationName == "scopeauth.validate");
        Assert.Equal(("acme", null), (span.GetTagItem("scopeauth.authorization_server"), span.GetTagItem("scopeauth.rejection")));
        Assert.Null(refusals.Sink.Asked.Last().Rejection);
    }

    [Fact]
    public async Task What_only_a_forger_sends_is_logged_as_a_warning_and_the_everyday_is_not()
    {
        foreach (var refusal in Refusal.All)
        {
            var known = refusals.Api.Logs.Entries.Count;
            await refusal.Ask(refusals, null);
            var entry = refusals.Api.Logs.Entries.Skip(known).First(IsRefusal);

            Assert.Equal(
                refusal.Rejection switch
                {
                    Rejection.NoCredentials => LogLevel.Debug,
                    Rejection.AlgorithmNotAllowed or Rejection.BadSignature or Rejection.UnverifiedBinding => LogLevel.Warning,
                    Rejection.KeysUnavailable or Rejection.AuditUnavailable => LogLevel.Warning,
                    Rejection.RevocationUnavailable or Rejection.IntrospectionUnavailable => LogLevel.Warning,
                    _ => LogLevel.Information,
                },
                entry.Level);
        }
    }

    // The framework repeats the failure's text in events of its own.
    private static bool IsRefusal(CollectedLogs.Entry entry) =>
        entry.Category.StartsWith("ScopeAuth.Diagnostics.", StringComparison.Ordinal) && entry.Text.Contains(" refused: ", StringComparison.Ordinal);

    /// <summary>What one application counts, by the name of the instrument and the rejection.</summary>
    private sealed class CollectedMetrics : IDisposable
    {
        private readonly MeterListener _listener = new();

        // Other tests count at the same time, in applications of their own.
        public CollectedMetrics(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name is "scopeauth.token.verdicts" or "scopeauth.request.refusals") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
            {
                string? rejection = null;
                foreach (var tag in tags)
                    if (tag.Key == "scopeauth.rejection") rejection = (string?)tag.Value;
                if (instrument.Meter.Scope == meters) Counted.Enqueue((instrument.Name, rejection));
            });
            _listener.Start();
        }

        public ConcurrentQueue<(string Instrument, string? Rejection)> Counted { get; } = new();

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>The spans of one trace.</summary>
    private sealed class CollectedSpans : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly TaskCompletionSource _requestEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CollectedSpans()
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name is "ScopeAuth" or "Microsoft.AspNetCore",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.Parent.TraceId.ToHexString() == TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
                ActivityStopped = span =>
                {
                    if (span.TraceId.ToHexString() != TraceId) return;
                    Ended.Enqueue(span);
                    if (span.Source.Name == "Microsoft.AspNetCore") _requestEnded.TrySetResult();
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public string TraceId { get; } = ActivityTraceId.CreateRandom().ToHexString();

        public string TraceParent => $"00-{TraceId}-{ActivitySpanId.CreateRandom().ToHexString()}-01";

        public ConcurrentQueue<Activity> Ended { get; } = new();

        public Task RequestEnded => _requestEnded.Task;

        public void Dispose() => _listener.Dispose();
    }
}
