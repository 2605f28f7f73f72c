namespace ScopeAuth.Registrations;

/// <summary>What somebody asks for.</summary>
internal sealed record RegistrationRequest(string Action, string Name, ChangeAuthor Author)
{
    private const int MaxAuthorLength = 256;

    /// <exception cref="ArgumentException">It cannot be written down who asks for what.</exception>
    public void Check()
    {
        ArgumentNullException.ThrowIfNull(Name);
        ArgumentNullException.ThrowIfNull(Author);
        if (Author.AdminId is not { Length: > 0 and <= MaxAuthorLength }) throw new ArgumentException($"An admin ID has 1 to {MaxAuthorLength} characters.", nameof(Author));
        ArgumentException.ThrowIfNullOrEmpty(Author.Interface);
    }
}
