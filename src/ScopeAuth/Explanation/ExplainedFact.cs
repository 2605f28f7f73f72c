namespace ScopeAuth;

/// <summary>One thing that was looked at: what the token says, and what it was checked against.</summary>
/// <param name="Name">What it is: a header member, a claim, a key.</param>
/// <param name="Found">What was found, as text; null where there is nothing. It is another party's text: escape it where it is shown.</param>
/// <param name="Expected">What would do; null where anything does.</param>
/// <param name="IsAtFault">Whether the token was refused for it.</param>
public sealed record ExplainedFact(string Name, string? Found, string? Expected, bool IsAtFault);
