using System.Net;
using System.Net.Http.Headers;
using ScopeAuth.Keys;

namespace ScopeAuth.Network;

/// <summary>One GET: redirects by hand, headers checked before the body is read, the body read up to a limit.</summary>
internal sealed class BackchannelExchange(HttpClient client, bool publicNetworkOnly)
{
    private const int MaxRedirects = 3;
    private const int MaxBytes = KeySetReader.MaxBytes;

    public async Task<BackchannelResponse> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                using var request = CreateRequest(address);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                // A handler of the application may follow redirects by itself; then nobody has checked where they led.
                if (response.RequestMessage?.RequestUri != address) break;
                if (!IsRedirect(response.StatusCode)) return await ReadAsync(response, cancellationToken);
                if (Target(address, response) is not { } target)
                    return Failed(KeyFailureKind.Redirect, "a redirect that leads to another origin or nowhere is not followed");
                address = target;
            }
            return Failed(KeyFailureKind.Redirect, $"more than {MaxRedirects} redirects, or a redirect that a message handler followed");
        }
        catch (HttpRequestException exception)
        {
            return BackchannelFault.Of(exception);
        }
        catch (IOException)
        {
            return Failed(KeyFailureKind.Interrupted, "the connection broke before the document was complete");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return BackchannelResponse.Failed(KeyFailureKind.Unreachable, "no connection in time", transient: true);
        }
    }

    /// <summary>Scheme, host and port stay: neither to http nor to a host that nobody configured.</summary>
    public static Uri? Target(Uri from, HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location || !Uri.TryCreate(from, location, out var target)) return null;
        const UriComponents Origin = UriComponents.SchemeAndServer | UriComponents.UserInfo;
        return Uri.Compare(from, target, Origin, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0 ? target : null;
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private HttpRequestMessage CreateRequest(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        // The last one for servers that would rather refuse than send their key set as anything else.
        request.Headers.Accept.ParseAdd("application/json, application/jwk-set+json, */*; q=0.1");
        request.Headers.AcceptEncoding.ParseAdd("identity");
        request.Headers.UserAgent.ParseAdd("ScopeAuth");
        if (publicNetworkOnly) request.Options.Set(BackchannelHandler.PublicNetworkOnly, true);
        return request;
    }

    private static async Task<BackchannelResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not HttpStatusCode.OK) return BackchannelResponse.Failed(response.StatusCode);
        // Nothing was asked to be compressed, and a small body could unpack to a large one.
        if (response.Content.Headers.ContentEncoding.Any(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
            return Failed(KeyFailureKind.ContentEncoding, "the body is compressed, which was not asked for");
        if (!IsJson(response.Content.Headers.ContentType))
            return Failed(KeyFailureKind.ContentType, "the media type is not JSON: an error page or another address?");
        if (response.Content.Headers.ContentLength > MaxBytes) return TooLarge();

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await ReadAsync(body, cancellationToken) is { } bytes
            ? BackchannelResponse.Of(bytes) with { MaxAge = MaxAgeOf(response), Date = response.Headers.Date }
            : TooLarge();
    }

    private static BackchannelResponse TooLarge() => Failed(KeyFailureKind.TooLarge, $"the document has more than {MaxBytes} bytes");

    private static BackchannelResponse Failed(KeyFailureKind kind, string detail) => BackchannelResponse.Failed(kind, detail);

    private static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[8 * 1024];
        var length = 0;
        while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
            if (length > MaxBytes) return null;
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(buffer.Length * 4, MaxBytes + 1));
        }
        return buffer[..length];
    }

    // Some vendors send text/plain or no type at all; HTML with status 200 is always an error page.
    private static bool IsJson(MediaTypeHeaderValue? type) => type?.MediaType?.ToLowerInvariant() is
        null or "application/json" or "text/json" or "text/plain" or "application/octet-stream"
        || (type.MediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
            && type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static TimeSpan? MaxAgeOf(HttpResponseMessage response) => response.Headers.CacheControl switch
    {
        null => null,
        { NoStore: true } or { NoCache: true } => TimeSpan.Zero,
        var control => control.MaxAge - (response.Headers.Age ?? TimeSpan.Zero),
    };
}
