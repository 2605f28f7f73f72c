namespace ScopeAuth.Testing;

/// <summary>The kinds of endpoints a test server has, whatever their vendor's paths are.</summary>
public enum TestEndpoint
{
    /// <summary>The metadata documents, of OpenID Connect discovery and of RFC 8414.</summary>
    Metadata = 0,

    /// <summary>The key sets.</summary>
    Keys = 1,

    /// <summary>The token endpoint.</summary>
    Token = 2,

    /// <summary>Introspection, where the vendor has it.</summary>
    Introspection = 3,

    /// <summary>Revocation, where the vendor has it.</summary>
    Revocation = 4,
}
