using System.Net.Sockets;

namespace ScopeAuth.Network;

/// <summary>Exceptions of the network, as failures. Their texts stay behind: they may quote what the other side sent.</summary>
internal static class BackchannelFault
{
    public static BackchannelResponse Of(HttpRequestException exception) => exception switch
    {
        { InnerException: NetworkNotAllowedException { Message: var detail } } => BackchannelResponse.Failed(NetworkFailureKind.NetworkNotAllowed, detail),
        { HttpRequestError: HttpRequestError.SecureConnectionError } => BackchannelResponse.Failed(
            NetworkFailureKind.InsecureConnection, "the TLS handshake failed: certificate, host name or protocol"),
        { HttpRequestError: HttpRequestError.NameResolutionError } => BackchannelResponse.Failed(
            NetworkFailureKind.Unreachable, "the host name does not resolve", transient: true),
        { HttpRequestError: HttpRequestError.ConnectionError } or { InnerException: SocketException } => BackchannelResponse.Failed(
            NetworkFailureKind.Unreachable, "no connection", transient: true),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => BackchannelResponse.Failed(
            NetworkFailureKind.TooLarge, "the headers are too long"),
        _ => BackchannelResponse.Failed(NetworkFailureKind.Interrupted, "the connection broke before the answer was complete"),
    };
}
