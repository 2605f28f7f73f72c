namespace ScopeAuth;

/// <summary>Where an authorization server or an API role comes from.</summary>
public enum RegistrationOrigin
{
    /// <summary>The application's configuration or code. It cannot be changed while the application runs, and wins over a stored one of the same name.</summary>
    Configuration = 0,

    /// <summary>A store. It can be changed.</summary>
    Store = 1,
}
