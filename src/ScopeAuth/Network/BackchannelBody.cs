using System.Net.Http.Headers;

namespace ScopeAuth.Network;

/// <summary>The body of an answer: its headers are checked before it is read, and it is read up to a limit.</summary>
internal static class BackchannelBody
{
    public static async Task<BackchannelResponse> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        // Nothing was asked to be compressed, and a small body could unpack to a large one.
        if (content.Headers.ContentEncoding.Any(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
            return BackchannelResponse.Failed(NetworkFailureKind.ContentEncoding, "the body is compressed, which was not asked for");
        if (!IsDocument(content.Headers.ContentType))
            return BackchannelResponse.Failed(NetworkFailureKind.ContentType, "the media type is not JSON: an error page or another address?");
        if (content.Headers.ContentLength > maxBytes) return TooLarge(maxBytes);

        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        return await ReadAsync(body, maxBytes, cancellationToken) is { } bytes
            ? BackchannelResponse.Of(bytes) with { MediaType = content.Headers.ContentType?.MediaType?.ToLowerInvariant() }
            : TooLarge(maxBytes);
    }

    private static BackchannelResponse TooLarge(int maxBytes) =>
        BackchannelResponse.Failed(NetworkFailureKind.TooLarge, $"the document has more than {maxBytes} bytes");

    private static async Task<byte[]?> ReadAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(8 * 1024, maxBytes + 1)];
        var length = 0;
        while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
            if (length > maxBytes) return null;
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(buffer.Length * 4, maxBytes + 1));
        }
        return buffer[..length];
    }

    // Some vendors send text/plain or no type at all; HTML with status 200 is always an error page. "+jwt": signed documents.
    private static bool IsDocument(MediaTypeHeaderValue? type) => type?.MediaType?.ToLowerInvariant() is
        null or "application/json" or "text/json" or "text/plain" or "application/octet-stream" or "application/jwt"
        || (type.MediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
            && (type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase) || type.MediaType.EndsWith("+jwt", StringComparison.OrdinalIgnoreCase)));
}
