using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>What one attempt to load keys brought: a key set, the news that nothing changed, or a failure.</summary>
internal sealed record KeyLoad
{
    private KeyLoad(KeySetReading? reading, KeyFailure? failure) => (Reading, Failure) = (reading, failure);

    /// <summary>Null if nothing changed or nothing could be read.</summary>
    public KeySetReading? Reading { get; }

    public KeyFailure? Failure { get; }

    public TimeSpan? MaxAge { get; init; }

    /// <summary>The server's clock at the answer.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Where the metadata document says the keys are; null where no document said so.</summary>
    public string? KeySetAddress { get; init; }

    /// <summary>How long the server wants to be left alone, with a failure; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static KeyLoad Unchanged { get; } = new(null, null);

    public static KeyLoad Of(KeySetReading reading) => new(reading, reading.Failure);

    public static KeyLoad Failed(KeyFailure failure) => new(null, failure);

    public static KeyLoad Of(BackchannelResponse response) => response.Failure is { } failure
        ? Failed(new KeyFailure(failure.Kind, failure.Detail)) with { Date = response.Date, RetryAfter = response.RetryAfter }
        : Of(KeySetReader.Read(response.Body)) with { MaxAge = response.MaxAge, Date = response.Date };
}
