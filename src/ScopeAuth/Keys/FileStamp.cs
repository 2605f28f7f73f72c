namespace ScopeAuth.Keys;

/// <summary>By what a changed file is told from an unchanged one.</summary>
internal readonly record struct FileStamp(DateTimeOffset Written, long Length);
