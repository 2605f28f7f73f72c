using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ScopeAuth.Network;

/// <summary>The connections of a back channel, as an application finds them before it shapes them.</summary>
internal static class BackchannelHandler
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A host of several addresses must not lose all its time to the first, for example to IPv6 that leads nowhere.</summary>
    private static readonly TimeSpan TimePerAddress = TimeSpan.FromMilliseconds(600);

    public static SocketsHttpHandler Create(TimeProvider clock, Func<string, X509Certificate2?>? certificate = null) => new()
    {
        // Without a certificate of ours, one that the application put into the handler is shown as usual.
        SslOptions = { LocalCertificateSelectionCallback = (_, host, local, _, _) => certificate?.Invoke(host) ?? (local is [var first, ..] ? first : null!) },
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Keys are asked for now and then: ten thousand servers must not hold ten thousand connections for a minute each.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        MaxResponseHeadersLength = 32,
        // A body that is not wanted is not read to its end either.
        MaxResponseDrainSize = 0,
        ConnectCallback = new NetworkGuard(clock).ConnectAsync,
    };

    public static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var address in addresses[..^1])
            if (await TryConnectAsync(new(address, port), clock, cancellationToken) is { } stream) return stream;
        return await ConnectAsync(new(addresses[^1], port), cancellationToken);
    }

    private static async Task<Stream?> TryConnectAsync(IPEndPoint address, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimePerAddress, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ConnectAsync(address, both.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
