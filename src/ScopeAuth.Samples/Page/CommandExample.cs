namespace ScopeAuth.Samples.Page;

/// <summary>A command to copy.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Command">The command, for bash.</param>
public sealed record CommandExample(string Title, string Command);
