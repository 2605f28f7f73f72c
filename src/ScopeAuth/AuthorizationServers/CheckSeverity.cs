namespace ScopeAuth;

/// <summary>How bad a finding of <see cref="AuthorizationServerCheck"/> is.</summary>
public enum CheckSeverity
{
    /// <summary>As it should be.</summary>
    Information = 0,

    /// <summary>It works, but it will not always, or not as was probably meant.</summary>
    Warning = 1,

    /// <summary>Tokens of the server cannot be accepted.</summary>
    Error = 2,
}
