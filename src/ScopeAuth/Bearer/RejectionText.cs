using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using ScopeAuth.Hosting;

namespace ScopeAuth.Bearer;

/// <summary>What the answers for one rejection have in common, under one set of settings.</summary>
/// <param name="Row">Status, error code and sentence.</param>
/// <param name="Challenge">The challenge of RFC 6750 section 3, less the scope.</param>
/// <param name="Problem">The problem document up to the trace ID that ends it.</param>
internal sealed record RejectionText(RejectionRow Row, string Challenge, byte[] Problem)
{
    /// <summary>What follows the trace ID.</summary>
    public static ReadOnlySpan<byte> EndOfProblem => "\"}"u8;

    public static RejectionText Of(Rejection rejection, ScopeAuthSettings settings)
    {
        var row = RejectionTable.Of(rejection);
        return new(row, ChallengeOf(row, settings), ProblemOf(rejection, row, settings.ClientDetail));
    }

    private static string ChallengeOf(RejectionRow row, ScopeAuthSettings settings)
    {
        var challenge = $"Bearer realm=\"{settings.Realm}\"";
        if (row.Error is null) return challenge;
        challenge += $", error=\"{row.Error}\"";
        return settings.ClientDetail == ClientDetail.Status ? challenge : $"{challenge}, error_description=\"{row.Sentence}\"";
    }

    private static byte[] ProblemOf(Rejection rejection, RejectionRow row, ClientDetail detail)
    {
        var problem = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(problem))
        {
            json.WriteStartObject();
            json.WriteString("type", detail == ClientDetail.Status ? "about:blank" : $"urn:scopeauth:rejection:{rejection}");
            json.WriteString("title", detail == ClientDetail.Status ? ReasonPhrases.GetReasonPhrase(row.Status) : row.Sentence);
            json.WriteNumber("status", row.Status);
            if (detail != ClientDetail.Status)
            {
                json.WriteString("rejection", rejection.ToString());
                json.WriteNumber("rejectionNumber", (int)rejection);
            }
            json.WriteString("traceId", "");
            json.WriteEndObject();
        }
        return problem.WrittenSpan[..^EndOfProblem.Length].ToArray();
    }
}
