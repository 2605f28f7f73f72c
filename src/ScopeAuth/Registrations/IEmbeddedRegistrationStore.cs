namespace ScopeAuth.Registrations;

/// <summary>A store in this process: it can be read at once, and there is nobody else to follow.</summary>
internal interface IEmbeddedRegistrationStore
{
    /// <summary>What it holds.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message says where, and what to do.</exception>
    RegistrationSet Set { get; }
}
