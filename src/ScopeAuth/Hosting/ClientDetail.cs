namespace ScopeAuth;

/// <summary>What the client of a refused request is told.</summary>
public enum ClientDetail
{
    /// <summary>The status and the error code of RFC 6750 only.</summary>
    Status = 0,

    /// <summary>Also the rejection, by name and number, and one fixed sentence. Nothing of the token is quoted.</summary>
    Reason = 1,

    /// <summary>Also, with 403, the role scopes that would do, for the organisation of the request (RFC 6750 section 3, <c>scope</c>).</summary>
    ReasonAndScopes = 2,
}
