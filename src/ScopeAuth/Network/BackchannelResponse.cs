using System.Net;

namespace ScopeAuth.Network;

/// <summary>What one exchange with an authorization server brought: a document, or a failure that says nothing of the document.</summary>
internal sealed record BackchannelResponse
{
    public byte[] Body { get; private init; } = [];

    /// <summary>The media type of the body in lower case; null if the server names none.</summary>
    public string? MediaType { get; init; }

    /// <summary>How long the server allows the document to be kept; null if it does not say.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How long the server wants to be left alone (<c>Retry-After</c>), with a failure; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server's clock, from the header <c>Date</c>.</summary>
    public DateTimeOffset? Date { get; init; }

    public NetworkFailure? Failure { get; private init; }

    /// <summary>The status of a failure of kind <see cref="NetworkFailureKind.HttpStatus"/>.</summary>
    public HttpStatusCode? Status { get; private init; }

    /// <summary>Whether asking again at once may help.</summary>
    public bool IsTransient { get; private init; }

    public static BackchannelResponse Of(byte[] body) => new() { Body = body };

    public static BackchannelResponse Failed(NetworkFailureKind kind, string detail, bool transient = false) =>
        new() { Failure = new(kind, detail), IsTransient = transient };

    public static BackchannelResponse Failed(HttpStatusCode status) => new()
    {
        Failure = new(NetworkFailureKind.HttpStatus, $"status {(int)status}"),
        Status = status,
        IsTransient = (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
    };
}
