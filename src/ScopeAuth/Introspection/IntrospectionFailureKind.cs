namespace ScopeAuth.Introspection;

/// <summary>Why a server could not be asked about a token: one closed set for log, metric and health.</summary>
internal enum IntrospectionFailureKind
{
    /// <summary>No answer: the network, the time limit, the breaker, a status of 5xx.</summary>
    Unreachable = 1,

    /// <summary>401 or 403: the server refuses this API's own client. No token is to blame.</summary>
    ClientRefused = 2,

    /// <summary>Another status: the endpoint is not what it should be, or wants something else.</summary>
    RequestRefused = 3,

    /// <summary>The answer is not the strict JSON object that RFC 7662 section 2.2 describes, or too large.</summary>
    InvalidAnswer = 4,

    /// <summary>The answer is not signed as RFC 9701 section 5 describes, or its signature is wrong.</summary>
    InvalidSignature = 5,

    /// <summary>The endpoint is not configured, and the metadata document does not lead to it.</summary>
    EndpointUnknown = 6,

    /// <summary>The secret, key or certificate of this API's client cannot be read.</summary>
    CredentialsUnreadable = 7,

    /// <summary>More questions wait for this server than are kept waiting.</summary>
    TooManyQuestions = 8,
}
