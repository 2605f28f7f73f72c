namespace ScopeAuth;

/// <summary>What an authorization server may name that is registered while the application runs.</summary>
/// <remarks>Whoever registers servers is an administrator of the API, not of its host: without these bounds a registration could send any file or variable of the host to any address.</remarks>
public sealed class RegistrationOptions
{
    /// <summary>The folder whose files such a server may name, by paths relative to it: <c>JwksFile</c>, <c>PublicKeys</c>, and the files of its <c>IntrospectionClient</c>.</summary>
    /// <value>Default none: it can name no files. A relative path starts at the content root. On several nodes each needs the files.</value>
    public string? FilesPath { get; set; }

    /// <summary>How the environment variables begin that such a server may name as <c>SecretVariable</c>.</summary>
    /// <value>Default <c>SCOPEAUTH_SECRET_</c>; at least one letter.</value>
    public string SecretVariablePrefix { get; set; } = "SCOPEAUTH_SECRET_";
}
