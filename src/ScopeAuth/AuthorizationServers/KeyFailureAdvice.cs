using ScopeAuth.Keys;
using ScopeAuth.Network;

namespace ScopeAuth.AuthorizationServers;

/// <summary>What a person can do about keys that cannot be loaded.</summary>
internal static class KeyFailureAdvice
{
    private const string TooMuch = "Remove keys that are out of use, or name the key set of the signing keys alone.";

    public static string Of(KeyFailure failure) => failure.Network is { } network ? Of(network) : Of(failure.Kind.GetValueOrDefault());

    private static string Of(NetworkFailureKind kind) => kind switch
    {
        NetworkFailureKind.Unreachable => "Check the host's name, and whether firewall and proxy let this API reach it.",
        NetworkFailureKind.InsecureConnection => "Check the server's certificate; one of a private authority has to be made known to the HTTP client.",
        NetworkFailureKind.Timeout or NetworkFailureKind.Interrupted => "Check the server and what lies between; a proxy that inspects the traffic is a common cause.",
        NetworkFailureKind.CircuitOpen => "Wait half a minute and check again.",
        NetworkFailureKind.AddressNotAllowed => "Use an https address without user name and fragment.",
        NetworkFailureKind.NetworkNotAllowed => "If the server is meant to be inside, set AllowPrivateNetwork; else somebody's name leads where it should not.",
        NetworkFailureKind.HttpStatus or NetworkFailureKind.ContentType => "Check the address in a browser: it is not the document's, or the server wants a sign-in or a known client.",
        NetworkFailureKind.Redirect => "Configure the address that it leads to.",
        NetworkFailureKind.ContentEncoding => "Let the server, or the proxy before it, send the document as it is when it is asked for 'identity'.",
        NetworkFailureKind.TooLarge => TooMuch,
        _ => "",
    };

    private static string Of(KeyFailureKind kind) => kind switch
    {
        KeyFailureKind.InvalidMetadata => "Check that the address is that of the metadata document, or set JwksUri.",
        KeyFailureKind.IssuerMismatch => "Copy the issuer from the document into Issuer, if that is the server you mean; every character counts.",
        KeyFailureKind.JwksUriNotAllowed => "If that is where the server keeps its keys, set JwksUri.",
        KeyFailureKind.TooManyKeys => TooMuch,
        KeyFailureKind.InvalidKeySet => "Check that the address is that of the key set.",
        KeyFailureKind.NoUsableKey => "Let the server publish an RSA or EC key for signatures; see the findings on its keys.",
        KeyFailureKind.FileUnreadable => "Check path and permissions of the file.",
        KeyFailureKind.InvalidFile => "Use a key set, a public key or a certificate in PEM form.",
        KeyFailureKind.PrivateKeyInFile => "Use the public key, and replace the pair: the private one has left its place.",
        _ => "Look at the application's log; a message handler of its own takes part in the exchange.",
    };
}
