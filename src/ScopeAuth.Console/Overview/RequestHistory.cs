using System.Diagnostics.Metrics;

namespace ScopeAuth.Console.Overview;

/// <summary>The last hour by minutes, counted from ScopeAuth's own metrics: bounded, in memory, of this process alone.</summary>
internal sealed class RequestHistory(IMeterFactory meters, TimeProvider clock) : IDisposable
{
    public const int Minutes = 60;

    private const string Records = "scopeauth.audit.records";
    private const string Refusals = "scopeauth.request.refusals";

    private readonly HistoryMinute?[] _minutes = new HistoryMinute?[Minutes];
    private readonly MeterListener _listener = new();
    private int _isStarted;

    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 1) return;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // A process may hold several applications, for one in tests; each has a factory of its own.
            if (instrument.Meter.Name == ScopeAuthDefaults.TelemetryName && ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name is Records or Refusals)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) => Count(instrument.Name, count, tags));
        _listener.Start();
    }

    /// <summary>The last 60 minutes, the oldest first; a minute in which nothing happened is empty.</summary>
    public IReadOnlyList<HistoryMinute> Read()
    {
        var last = MinuteNow();
        return [.. Enumerable.Range(0, Minutes).Select(index => last - Minutes + 1 + index).Select(number => Find(number) ?? new HistoryMinute(number))];
    }

    public void Dispose() => _listener.Dispose();

    private HistoryMinute? Find(long number) => Volatile.Read(ref _minutes[number % Minutes]) is { } minute && minute.Number == number ? minute : null;

    private void Count(string instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var minute = Current();
        if (instrument == Refusals) minute.Refuse(TextOf(tags, "scopeauth.authorization_server"), TextOf(tags, "scopeauth.rejection"), count);
        else if (TextOf(tags, "result") == nameof(AuditResult.Success)) minute.Succeed(count);
        else minute.Fail(count);
    }

    // Two threads may both begin a minute; the first stays for both.
    private HistoryMinute Current()
    {
        var number = MinuteNow();
        ref var place = ref _minutes[number % Minutes];
        while (true)
        {
            var known = Volatile.Read(ref place);
            if (known is not null && known.Number >= number) return known;
            var begun = new HistoryMinute(number);
            if (Interlocked.CompareExchange(ref place, begun, known) == known) return begun;
        }
    }

    private long MinuteNow() => clock.GetUtcNow().ToUnixTimeSeconds() / 60;

    private static string TextOf(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
            if (tag.Key == name) return tag.Value as string ?? "";
        return "";
    }
}
