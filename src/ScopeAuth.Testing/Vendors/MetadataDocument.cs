namespace ScopeAuth.Testing.Vendors;

/// <summary>One metadata document of a vendor.</summary>
/// <param name="Path">Below the server's base address; for <paramref name="AtHostRoot"/> the path that follows the inserted
/// one.</param>
/// <param name="AtHostRoot">RFC 8414 section 3.1: the well-known segment goes between the host and the issuer's path.</param>
/// <param name="Issuer">The issuer the document names, if it is not the one in the tokens.</param>
/// <param name="JwksPath">The key set it points to, if the vendor has several.</param>
internal sealed record MetadataDocument(string Path, bool AtHostRoot = false, string? Issuer = null, string? JwksPath = null)
{
    public const string OpenId = "/.well-known/openid-configuration";
    public const string OAuth = "/.well-known/oauth-authorization-server";

    public string RouteBelow(string prefix) => AtHostRoot ? OAuth + prefix + Path : prefix + Path;
}
