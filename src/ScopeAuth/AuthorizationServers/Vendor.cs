namespace ScopeAuth;

/// <summary>The product that issues the tokens of an authorization server. It decides where the preset looks for claims and keys.</summary>
/// <remarks>A preset only supplies defaults; each of them can be overridden by a setting of the server.</remarks>
public enum Vendor
{
    /// <summary>Any OAuth 2.0 server, for example Keycloak, Auth0 or Amazon Cognito.</summary>
    Generic = 0,

    /// <summary>Okta, a custom authorization server. The keys of Okta's organisation server are not published, so it is refused.</summary>
    Okta = 1,

    /// <summary>Microsoft Entra ID, with tokens of version 1.0 and 2.0.</summary>
    EntraId = 2,

    /// <summary>PingFederate with a JSON token manager; its tokens may carry no issuer.</summary>
    PingFederate = 3,

    /// <summary>Zscaler ZIdentity.</summary>
    ZIdentity = 4,

    /// <summary>ZITADEL, with access tokens of type JWT.</summary>
    Zitadel = 5,

    /// <summary>Safewhere Identify, tokens for its REST API.</summary>
    SafewhereIdentify = 6,
}
