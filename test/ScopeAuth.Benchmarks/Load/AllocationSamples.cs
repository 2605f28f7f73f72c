using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>Which objects the process makes: the runtime's own samples, one in about 100 KB, put right for the sizes.</summary>
internal sealed class AllocationSamples : EventListener
{
    private const EventKeywords Sampling = (EventKeywords)0x80000000000;
    private const double MeanDistance = 102_400;

    private readonly ConcurrentDictionary<(string Type, long Size), double> _objects = new();

    /// <summary>How many objects of each type and size were made since the start, estimated.</summary>
    public Dictionary<string, double> Take()
    {
        var taken = _objects.ToDictionary(entry => $"{entry.Key.Type}|{entry.Key.Size}", entry => entry.Value);
        _objects.Clear();
        return taken;
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Informational, Sampling);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName != "AllocationSampled") return;
        var type = (string)eventData.Payload![eventData.PayloadNames!.IndexOf("TypeName")]!;
        var size = (long)(ulong)eventData.Payload[eventData.PayloadNames.IndexOf("ObjectSize")]!;
        // Each byte is the chosen one with the same probability: an object of this size stands for so many that were not.
        var chance = 1 - Math.Pow(1 - (1 / MeanDistance), size);
        _objects.AddOrUpdate((type, size), 1 / chance, (_, sum) => sum + (1 / chance));
    }
}
