namespace ScopeAuth;

/// <summary>One station of a token's road, as it went.</summary>
/// <param name="Name">What is decided there, for example <c>Issuer</c> or <c>Signature</c>.</param>
/// <param name="State">How far the token came.</param>
/// <param name="Question">What is asked at this station, in one sentence.</param>
/// <param name="Facts">What was looked at; empty where the token did not come.</param>
public sealed record ExplainedStation(string Name, StationState State, string Question, IReadOnlyList<ExplainedFact> Facts);
