using System.Text.Json;

namespace ScopeAuth.Tests.Support;

/// <summary>What a client sees of one answer, read to the end.</summary>
internal sealed class Answer
{
    private Answer(HttpResponseMessage response, string body)
    {
        Status = (int)response.StatusCode;
        Challenge = Header(response, "WWW-Authenticate");
        RetryAfter = Header(response, "Retry-After");
        CacheControl = Header(response, "Cache-Control");
        ContentType = response.Content.Headers.ContentType?.ToString();
        Headers = string.Join('\n', response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Select(header => $"{header.Key}: {header.Value}"));
        Body = body;
    }

    public int Status { get; }

    /// <summary>All of <c>WWW-Authenticate</c>, as it was sent; null for none.</summary>
    public string? Challenge { get; }

    public string? RetryAfter { get; }

    public string? CacheControl { get; }

    public string? ContentType { get; }

    public string Body { get; }

    /// <summary>All headers, one a line.</summary>
    public string Headers { get; }

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The rejection that the problem document names; null where it names none.</summary>
    public Rejection? Rejection =>
        ContentType == "application/problem+json" && Json.TryGetProperty("rejection", out var name) ? Enum.Parse<Rejection>(name.GetString()!) : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new(response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public override string ToString() => $"{Status} {Challenge} {Body}";

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? string.Join(" | ", values) : null;
}
