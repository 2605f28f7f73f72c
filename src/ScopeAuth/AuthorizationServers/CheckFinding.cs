namespace ScopeAuth.AuthorizationServers;

/// <param name="Severity">How bad it is.</param>
/// <param name="Text">One or two sentences for the person who registers the server; nothing of another party unescaped.</param>
internal sealed record CheckFinding(CheckSeverity Severity, string Text);
