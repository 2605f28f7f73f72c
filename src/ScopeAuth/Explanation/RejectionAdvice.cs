using static ScopeAuth.Rejection;

namespace ScopeAuth.Explanation;

/// <summary>What to do about each rejection, for the page docs/rejections.md and for whoever asks about a token.</summary>
internal static class RejectionAdvice
{
    public static string? Of(Rejection rejection) => All.GetValueOrDefault(rejection);

    private static readonly Dictionary<Rejection, string> All = new()
    {
        [NoCredentials] = "Send `Authorization: Bearer <token>`. A token in the query or in a form is not read.",
        [InvalidRequest] = "Send the header once, with one space after `Bearer` and the token alone behind it.",
        [TokenTooLong] = "Ask for fewer scopes or claims, or raise `MaxTokenLength` (and Kestrel's limit of request headers).",
        [Malformed] = "Send the access token as it was issued. An opaque token needs a server with `OpaqueTokens`.",
        [EncryptedToken] = "Switch the encryption of access tokens off for this API at the authorization server.",
        [UnsupportedHeader] = "Let the server issue plain RFC 7515 tokens, without extensions that must be understood.",
        [UnknownIssuer] = "Compare the token's `iss` with `Issuer`, code point by code point: a slash at the end counts. Is the server enabled?",
        [AlgorithmNotAllowed] = "Compare the header's `alg` with `Algorithms`. `none` and shared secrets (HS256 and the like) cannot be allowed.",
        [TokenTypeNotAllowed] = "Send the access token, not the ID token. Otherwise compare the header's `typ` with `TokenTypes`.",
        [InvalidClaim] = "Look at `exp`, `iat`, `nbf`, `aud`, the client ID and the scopes: one is missing or has another JSON type than its standard says.",
        [Expired] = "Get a new token. If it is new: compare the clocks, see `ClockSkew`.",
        [NotYetValid] = "Compare the clocks of the authorization server and the API, see `ClockSkew`.",
        [LifetimeTooLong] = "Shorten the lifetime at the authorization server, or raise `MaxTokenLifetime`.",
        [WrongAudience] = "Ask for a token for this API, or add its `aud` to `Audiences`.",
        [WrongClient] = "Add the client ID to `ClientIds`. Which claim holds it is a matter of the vendor, see `ClientIdClaims`.",
        [UnverifiedBinding] = "Switch proof of possession (DPoP, mutual TLS) off for this client; bound tokens cannot be checked here.",
        [UnknownKey] = "Does the key set hold the token's `kid`? After a rotation the new key is fetched at the first token that names it, at most every 30 s.",
        [KeysUnavailable] = "Wait and send the token again. For the operator: the health check and the log say what failed.",
        [BadSignature] = "Send the token unchanged. If it is: the metadata or `JwksUri` belongs to another server than the tokens.",
        [NoUsableRole] = "Compare the token's role scopes with `Organizations` of the server and with the names in `ApiRoles`, letter by letter.",
        [InsufficientRole] = "Ask for a token with a role that reaches the endpoint. With `\"ClientDetail\": \"ReasonAndScopes\"` the answer names them.",
        [OrganizationNotNamed] = "Name the organisation, for example in the header `X-Organization`, or ask for a token for one organisation.",
        [OrganizationNotGranted] = "Name an organisation that the token has a role in.",
        [PolicyNotMet] = "See the policy of the endpoint: it asks for more than an API role.",
        [AuditUnavailable] = "Wait and try again. For the operator: make the audit folder or sink writable; the health check names it.",
        [Revoked] = "Get a new token. If that is refused, too, the client is disabled or deleted, or its role, organisation or server is cut off.",
        [RevocationUnavailable] = "Wait and send the token again. For the operator: this node does not hear from the store of revocations; health and log say why.",
        [Inactive] = "Get a new token. If it is new: does the client in `IntrospectionClient` belong to the token's audience there (ZITADEL: to its project)?",
        [IntrospectionUnavailable] = "Wait and send the token again. For the operator: the health check and the log say what failed, also where the server refuses this API's own client.",
        [RefusedByHandler] = "Compare the handler's own settings (authority, audiences, issuers, events) with the server's registration; the handler's log says what it refused.",
        [RegistrationUnavailable] = "Wait and send the token again. For the operator: the store of authorization servers or roles was not reached since the start; health and log say why.",
        [ForeignForm] = "Load the page again and send it anew. Behind a proxy that ends TLS, use the forwarded-headers middleware, so that the console knows its own origin.",
        [InternalFault] = "Report it, with the log event and, if that is allowed, the kind of token.",
    };
}
