namespace ScopeAuth.Console.Explaining;

/// <summary>The road of one token, for as long as its answer takes.</summary>
internal sealed class ExplainModel(AccessTokenExplainer explainer)
{
    public AccessTokenExplanation? Explanation { get; private set; }

    /// <summary>Why nothing was explained; null where something was, or nothing was asked.</summary>
    public string? Fault { get; private set; }

    public async Task ExplainAsync(string token, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(token)) Fault = "Paste a token.";
        else Explanation = await explainer.ExplainAsync(token, cancellationToken);
    }
}
