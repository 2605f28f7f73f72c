using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ScopeAuth.Samples.Start;

/// <summary>Where the sample listens. It has to be known before the start, because the authorization servers' issuers begin with it.</summary>
internal static class ListeningAddress
{
    public const string Default = "http://127.0.0.1:5080";

    /// <returns>The address by which this process reaches itself.</returns>
    /// <exception cref="InvalidOperationException">No address with http was asked for: the sample has no certificate.</exception>
    public static Uri Reserve(WebApplicationBuilder builder)
    {
        var (all, first) = Read(builder.Configuration["urls"]);
        if (first.Port == 0) return ReserveFreePort(builder.WebHost);
        builder.WebHost.UseUrls(all);
        return Of(first);
    }

    /// <returns>The address at which a sample that was asked to listen there is reached.</returns>
    /// <exception cref="InvalidOperationException">No address with http was asked for.</exception>
    public static Uri Of(string? urls) => Of(Read(urls).First);

    private static (string[] All, BindingAddress First) Read(string? urls)
    {
        var all = (urls is { Length: > 0 } ? urls : Default).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var first = all.Select(BindingAddress.Parse).FirstOrDefault(address => address.Scheme == Uri.UriSchemeHttp)
            ?? throw new InvalidOperationException($"The sample listens with http alone, for example --urls {Default}.");
        return (all, first);
    }

    private static Uri Of(BindingAddress first)
    {
        // A host like * or 0.0.0.0 is where it listens, and no name by which anybody could call it.
        var host = IPAddress.TryParse(first.Host, out var ip) && IPAddress.IsLoopback(ip) || first.Host == "localhost" ? first.Host : "127.0.0.1";
        return new UriBuilder(Uri.UriSchemeHttp, host, first.Port).Uri;
    }

    // Bound now and handed to the server later: nobody else can take the port in between.
    private static Uri ReserveFreePort(IWebHostBuilder host)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var bound = (IPEndPoint)socket.LocalEndPoint!;
        var address = string.Create(CultureInfo.InvariantCulture, $"http://{bound.Address}:{bound.Port}");
        host.UseUrls(address);
        host.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
            bound.Equals(endpoint) ? socket : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint));
        return new(address);
    }
}
