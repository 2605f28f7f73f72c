namespace ScopeAuth;

/// <summary>How the tokens of an authorization server are validated.</summary>
public enum TokenValidation
{
    /// <summary>By their signature, with the keys of the server. The tokens are JWTs; a revocation at the server is not noticed here.</summary>
    Local = 0,

    /// <summary>By asking the server (RFC 7662). The tokens are JWTs or opaque; what a token may do is what the answer says.</summary>
    Introspection = 1,

    /// <summary>By their signature first, and then by asking the server whether they still stand. What a token may do is what its signed text says.</summary>
    LocalThenIntrospection = 2,
}
