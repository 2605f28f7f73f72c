namespace ScopeAuth;

/// <summary>One thing that <see cref="AuthorizationServerCheck"/> found, for the person who registers the server.</summary>
public sealed record CheckFinding
{
    /// <summary>How bad it is.</summary>
    public required CheckSeverity Severity { get; init; }

    /// <summary>What kind of finding it is: a stable name such as <c>Keys</c>, <c>IssuerMismatch</c> or <c>ClockDiffers</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What was found, in one or two sentences. Text of another party in it is cut short and escaped.</summary>
    public required string Text { get; init; }

    /// <summary>What to do about it; <see langword="null"/> where nothing has to be done.</summary>
    public string? Advice { get; init; }

    internal static CheckFinding Information(string code, string text) => new() { Severity = CheckSeverity.Information, Code = code, Text = text };

    internal static CheckFinding Warning(string code, string text, string advice) =>
        new() { Severity = CheckSeverity.Warning, Code = code, Text = text, Advice = advice };

    internal static CheckFinding Error(string code, string text, string advice) =>
        new() { Severity = CheckSeverity.Error, Code = code, Text = text, Advice = advice };
}
