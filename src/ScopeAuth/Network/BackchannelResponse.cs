using System.Net;
using ScopeAuth.Keys;

namespace ScopeAuth.Network;

/// <summary>What one exchange with an authorization server brought: a document, or a failure that says nothing of the document.</summary>
internal sealed record BackchannelResponse
{
    public byte[] Body { get; private init; } = [];

    /// <summary>How long the server allows the document to be kept; null if it does not say.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The server's clock, from the header <c>Date</c>.</summary>
    public DateTimeOffset? Date { get; init; }

    public KeyFailure? Failure { get; private init; }

    /// <summary>Whether asking again at once may help.</summary>
    public bool IsTransient { get; private init; }

    public static BackchannelResponse Of(byte[] body) => new() { Body = body };

    public static BackchannelResponse Failed(KeyFailureKind kind, string detail, bool transient = false) =>
        new() { Failure = new(kind, detail), IsTransient = transient };

    public static BackchannelResponse Failed(HttpStatusCode status) => Failed(
        KeyFailureKind.HttpStatus,
        $"status {(int)status}",
        transient: (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);
}
