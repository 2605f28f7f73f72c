namespace ScopeAuth.Console.Servers;

/// <summary>What is good to know while a server of one vendor is registered.</summary>
internal static class VendorHints
{
    public static string NameOf(Vendor vendor) => vendor switch
    {
        Vendor.Generic => "Another OAuth 2.0 server",
        Vendor.EntraId => "Microsoft Entra ID",
        Vendor.Zitadel => "ZITADEL",
        Vendor.SafewhereIdentify => "Safewhere Identify",
        _ => vendor.ToString(),
    };

    public static string IssuerOf(Vendor vendor) => vendor switch
    {
        Vendor.Okta => "https://acme.okta.com/oauth2/aus1",
        Vendor.EntraId => "https://login.microsoftonline.com/<tenant>/v2.0",
        Vendor.PingFederate => "https://sso.acme.example",
        Vendor.ZIdentity => "https://acme.zslogin.net",
        Vendor.Zitadel => "https://acme.zitadel.cloud",
        Vendor.SafewhereIdentify => "https://identify.acme.example/runtime/oauth2",
        _ => "https://as.acme.example",
    };

    public static string AdviceOf(Vendor vendor) => vendor switch
    {
        Vendor.Okta => "A custom authorization server with the role scopes as its custom scopes. Okta's organisation server publishes no keys for this.",
        Vendor.EntraId => "An app registration whose app roles have the role scopes as their values. The audience is its application ID or ID URI.",
        Vendor.PingFederate => "A JSON token manager. Where its tokens carry no issuer, tick that below and name the key set.",
        Vendor.ZIdentity => "The organisation's own ZIdentity. Roles of other products grant nothing here.",
        Vendor.Zitadel => "Access tokens of type JWT; the audience is the project's ID. For opaque tokens, choose introspection below.",
        Vendor.SafewhereIdentify => "Tokens for its REST API.",
        _ => "Any server that issues JWTs, or answers about its tokens (RFC 7662).",
    };
}
