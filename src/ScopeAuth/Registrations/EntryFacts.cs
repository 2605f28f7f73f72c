namespace ScopeAuth.Registrations;

/// <summary>What an entry is shown by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">Its settings: a copy without secrets.</param>
/// <param name="HasSecret">Whether the configuration holds a secret by value.</param>
/// <param name="Stored">Null for an entry of the configuration.</param>
/// <param name="IsReadOnly">Whether it cannot be changed.</param>
internal sealed record EntryFacts<TOptions>(string Name, TOptions Options, bool HasSecret, StoredEntry<TOptions>? Stored, bool IsReadOnly)
    where TOptions : class
{
    public RegistrationOrigin Origin => Stored is null ? RegistrationOrigin.Configuration : RegistrationOrigin.Store;
}
