using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ScopeAuth.Benchmarks.Load;

/// <summary>A kept-alive connection that sends a request, reads the whole response, and notices a wrong one.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    public LoadConnection(int port) => _socket.Connect(IPAddress.Loopback, port);

    public void Exchange(LoadKind kind, ref int turn)
    {
        _socket.Send(kind.Next(ref turn));
        var length = 0;
        int end;
        while ((end = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0) length += Receive(length);
        kind.Require(int.Parse(_buffer.AsSpan(9, 3), CultureInfo.InvariantCulture));
        var whole = end + 4 + ContentLength(_buffer.AsSpan(0, end));
        if (whole == int.MaxValue)
        {
            while (!_buffer.AsSpan(0, length).EndsWith("0\r\n\r\n"u8)) length += Receive(length);
            return;
        }
        while (length < whole) length += Receive(length);
    }

    public void Dispose() => _socket.Dispose();

    private int Receive(int offset) => _socket.Receive(_buffer.AsSpan(offset)) is var read and > 0 ? read : throw new IOException("The server closed the connection.");

    private static int ContentLength(ReadOnlySpan<byte> headers)
    {
        var name = "Content-Length: "u8;
        var at = headers.IndexOf(name);
        if (at < 0) return int.MaxValue - headers.Length - 4;       // chunked
        var value = headers[(at + name.Length)..];
        var end = value.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
    }
}
