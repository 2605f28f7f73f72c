namespace ScopeAuth.Samples.Start;

/// <summary>Where the sample keeps keys and revocations: beside the program, by port.</summary>
internal static class DataFolder
{
    /// <returns>Null where any free port is asked for: the next start will have another, and nothing to find again.</returns>
    public static string? Of(string? urls)
    {
        var first = BindingAddress.Parse((urls is { Length: > 0 } ? urls : ListeningAddress.Default).Split(';')[0].Trim());
        return first.Port == 0 ? null : Path.Combine(AppContext.BaseDirectory, "data", $"{first.Port}");
    }
}
