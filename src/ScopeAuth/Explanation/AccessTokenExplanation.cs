namespace ScopeAuth;

/// <summary>The road of one token, station by station. It holds neither the token nor its signature.</summary>
public sealed record AccessTokenExplanation
{
    /// <summary>Why the token is refused; null if it is accepted.</summary>
    public required Rejection? Rejection { get; init; }

    /// <summary>What to do about the refusal; null if the token is accepted.</summary>
    public required string? Advice { get; init; }

    /// <summary>The configured name of the authorization server that the token was judged by, as far as it came.</summary>
    public required string? AuthorizationServer { get; init; }

    /// <summary>When it was judged.</summary>
    public required DateTimeOffset JudgedAt { get; init; }

    /// <summary>The stations in the order of the road.</summary>
    public required IReadOnlyList<ExplainedStation> Stations { get; init; }

    /// <summary>The token's header, decoded and indented; null where it could not be read, and for an opaque token.</summary>
    public required string? Header { get; init; }

    /// <summary>The token's claims, decoded and indented; null where they could not be read, and for an opaque token.</summary>
    public required string? Payload { get; init; }

    /// <summary>The admin IDs under which the token may act: one for each role that counts.</summary>
    public required IReadOnlyList<string> AdminIds { get; init; }

    /// <summary>The whole of it as text for a terminal. What the token says in it is escaped.</summary>
    public override string ToString() => Explanation.ExplanationText.Write(this);
}
