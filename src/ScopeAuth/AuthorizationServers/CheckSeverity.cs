namespace ScopeAuth.AuthorizationServers;

internal enum CheckSeverity
{
    /// <summary>As it should be.</summary>
    Information = 0,

    /// <summary>Works, but will not always, or not as was probably meant.</summary>
    Warning = 1,

    /// <summary>Tokens of the server cannot be accepted.</summary>
    Error = 2,
}
