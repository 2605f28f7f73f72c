using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ScopeAuth.Tests.Support;

/// <summary>Everything that leaves an API as text: log events of every level, metrics, spans, answers and the health report.</summary>
internal sealed class WrittenText : IDisposable
{
    /// <summary>Shorter parts of a token could be anything.</summary>
    private const int PartLength = 8;

    private readonly TestApi _api;
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;
    private readonly string _traceId = ActivityTraceId.CreateRandom().ToHexString();
    private readonly ConcurrentQueue<string> _written = new();

    public WrittenText(TestApi api)
    {
        _api = api;
        var factory = api.Services.GetRequiredService<IMeterFactory>();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory) listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.Start();

        // Only the spans of our own trace: a span that is created for another test could change what it sees.
        _activities = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId.ToHexString() == _traceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = Ended,
        };
        ActivitySource.AddActivityListener(_activities);
    }

    /// <summary>The tags of ScopeAuth's own metrics and spans, as name and value.</summary>
    public ConcurrentQueue<KeyValuePair<string, object?>> Tags { get; } = new();

    /// <summary>How many spans and measurements there were: none would prove nothing.</summary>
    public int Spans { get; private set; }

    public int Measurements { get; private set; }

    /// <summary>Puts a request into the trace that is listened to.</summary>
    public void Follow(HttpRequestMessage request) => request.Headers.Add("traceparent", $"00-{_traceId}-{ActivitySpanId.CreateRandom().ToHexString()}-01");

    public void Add(Answer answer) => _written.Enqueue($"{answer.Status}\n{answer.Headers}\n{answer.Body}");

    public void Add(string text) => _written.Enqueue(text);

    public async Task<IReadOnlyList<string>> AllAsync()
    {
        _meters.RecordObservableInstruments();
        var health = await _api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return
        [
            .. _written,
            .. _api.Logs.Entries.Select(entry => entry.ToString()),
            .. health.Entries.Values.Select(entry => $"{entry.Status} {entry.Description} {entry.Exception} {string.Join(' ', entry.Data)}"),
        ];
    }

    /// <summary>Every piece of eight characters of the parts of tokens.</summary>
    public static HashSet<string> PiecesOf(IEnumerable<string> tokens) =>
    [
        .. from token in tokens
           from part in token.Split('.')
           from at in Enumerable.Range(0, Math.Max(0, part.Length - PartLength + 1))
           let piece = part.Substring(at, PartLength)
           where piece.Distinct().Count() > 3               // not the padding of a test
           select piece,
    ];

    public static IEnumerable<string> Found(string text, HashSet<string> pieces)
    {
        var lookup = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at + PartLength <= text.Length; at++)
            if (lookup.Contains(text.AsSpan(at, PartLength))) yield return $"{text.AsSpan(at, PartLength)} in: {text}";
    }

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private void Measured<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Measurements++;
        foreach (var tag in tags)
        {
            _written.Enqueue($"{instrument.Name} {value} {tag.Key}={tag.Value}");
            if (instrument.Meter.Name == ScopeAuthDefaults.TelemetryName) Tags.Enqueue(tag);
        }
    }

    private void Ended(Activity span)
    {
        if (span.TraceId.ToHexString() != _traceId) return;
        Spans++;
        _written.Enqueue($"{span.OperationName} {span.DisplayName} {span.StatusDescription} {span.TraceStateString} {string.Join(' ', span.Baggage)} "
            + $"{string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.Select(raised => $"{raised.Name} {string.Join(' ', raised.Tags)}"))}");
        if (span.Source.Name == ScopeAuthDefaults.TelemetryName)
            foreach (var tag in span.TagObjects) Tags.Enqueue(tag);
    }
}
