using System.Net;

namespace ScopeAuth.Network;

/// <summary>Opens the connections of a back channel; for a request that asks for it, to public addresses only.</summary>
internal sealed class NetworkGuard(TimeProvider clock)
{
    /// <summary>On a request: connect to public addresses only.</summary>
    public static readonly HttpRequestOptionsKey<bool> PublicNetworkOnly = new("ScopeAuth.PublicNetworkOnly");

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        // Behind a proxy this is the proxy's name. A private one is refused as well: nobody here could see where it leads.
        // The addresses that are connected to are the ones that were checked: a second resolution could bring others.
        if (IsAskedFor(context.InitialRequestMessage)) addresses = Array.FindAll(addresses, NetworkAddress.IsPublic);
        if (addresses.Length == 0) throw new NetworkNotAllowedException("the host resolves only to loopback, private or other special addresses");
        return await BackchannelHandler.ConnectAsync(addresses, context.DnsEndPoint.Port, clock, cancellationToken);
    }

    public static bool IsAskedFor(HttpRequestMessage request) => request.Options.TryGetValue(PublicNetworkOnly, out var only) && only;

    /// <summary>Whether the handler still opens its connections here: an application may have put another one in its place.</summary>
    public static bool IsIn(HttpMessageHandler handler) => handler is SocketsHttpHandler { ConnectCallback.Target: NetworkGuard };
}
