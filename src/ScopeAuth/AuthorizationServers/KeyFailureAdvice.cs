using ScopeAuth.Keys;

namespace ScopeAuth.AuthorizationServers;

/// <summary>What a person can do about keys that cannot be loaded.</summary>
internal static class KeyFailureAdvice
{
    public static string Of(KeyFailureKind kind) => kind switch
    {
        KeyFailureKind.Unreachable => "Check the host's name, and whether firewall and proxy let this API reach it.",
        KeyFailureKind.InsecureConnection => "Check the server's certificate; one of a private authority has to be made known to the HTTP client.",
        KeyFailureKind.Timeout or KeyFailureKind.Interrupted => "Check the server and what lies between; a proxy that inspects the traffic is a common cause.",
        KeyFailureKind.CircuitOpen => "Wait half a minute and check again.",
        KeyFailureKind.AddressNotAllowed => "Use an https address without user name and fragment.",
        KeyFailureKind.NetworkNotAllowed => "If the server is meant to be inside, set AllowPrivateNetwork; else somebody's name leads where it should not.",
        KeyFailureKind.HttpStatus or KeyFailureKind.ContentType => "Check the address in a browser: it is not the document's, or the server wants a sign-in or a known client.",
        KeyFailureKind.Redirect => "Configure the address that it leads to.",
        KeyFailureKind.ContentEncoding => "Let the server, or the proxy before it, send the document as it is when it is asked for 'identity'.",
        KeyFailureKind.TooLarge or KeyFailureKind.TooManyKeys => "Remove keys that are out of use, or name the key set of the signing keys alone.",
        KeyFailureKind.InvalidMetadata => "Check that the address is that of the metadata document, or set JwksUri.",
        KeyFailureKind.IssuerMismatch => "Copy the issuer from the document into Issuer, if that is the server you mean; every character counts.",
        KeyFailureKind.JwksUriNotAllowed => "If that is where the server keeps its keys, set JwksUri.",
        KeyFailureKind.InvalidKeySet => "Check that the address is that of the key set.",
        KeyFailureKind.NoUsableKey => "Let the server publish an RSA or EC key for signatures; see the findings on its keys.",
        KeyFailureKind.FileUnreadable => "Check path and permissions of the file.",
        KeyFailureKind.InvalidFile => "Use a key set, a public key or a certificate in PEM form.",
        KeyFailureKind.PrivateKeyInFile => "Use the public key, and replace the pair: the private one has left its place.",
        _ => "Look at the application's log; a message handler of its own takes part in the exchange.",
    };
}
