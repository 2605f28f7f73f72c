namespace ScopeAuth.Console.Servers;

/// <summary>The registered servers, and the one that a page is about.</summary>
internal sealed class ServersModel(AuthorizationServerEditor editor)
{
    public IReadOnlyList<AuthorizationServerEntry> All => editor.List();

    public bool CanEdit => editor.CanEdit;

    public bool IsLoaded => editor.IsLoaded;

    /// <summary>The server of the page.</summary>
    public AuthorizationServerEntry? Current { get; set; }

    /// <summary>What the check of it found; null where none was asked for.</summary>
    public IReadOnlyList<CheckFinding>? Findings { get; set; }

    /// <summary>Why something was not done.</summary>
    public IReadOnlyList<string> Faults { get; set; } = [];

    public AuthorizationServerEntry? Find(string name) => editor.Find(name);

    public static (string Tone, string Word) StateOf(AuthorizationServerEntry server) => server switch
    {
        { IsShadowed: true } => ("warn", "Shadowed"),
        { Faults.Count: > 0 } => ("bad", "Not in force"),
        { Options.Enabled: false } => ("other", "Disabled"),
        _ => ("good", "Enabled"),
    };

    public static (string Tone, string Word) HealthOf(AuthorizationServerEntry server) => server switch
    {
        { IsInForce: false } => ("other", "–"),
        { Keys: null } => ("good", "Asked, no keys"),
        { Keys.AreUsable: false } => ("bad", "No usable keys"),
        { Keys.Failure: not null } => ("warn", "Last fetch failed"),
        _ => ("good", "Healthy"),
    };
}
