using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace ScopeAuth.Network;

/// <summary>One request and its answer: redirects by hand, headers checked before the body is read, the body read up to a limit.</summary>
internal sealed class BackchannelExchange(HttpClient client, bool publicNetworkOnly)
{
    private const int MaxRedirects = 3;

    public async Task<BackchannelResponse> SendAsync(BackchannelRequest asked, CancellationToken cancellationToken)
    {
        try
        {
            var address = asked.Address;
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                using var request = CreateRequest(asked, address);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                // A handler of the application may follow redirects by itself; then nobody has checked where they led.
                if (response.RequestMessage?.RequestUri != address) break;
                if (!IsRedirect(response.StatusCode)) return await ReadAsync(response, asked.MaxBytes, cancellationToken);
                // A form holds a token and perhaps a secret: it goes where it was configured to go, and nowhere else.
                if (asked.Form is not null) return Failed(NetworkFailureKind.Redirect, "a redirect of a POST is not followed: configure the address it leads to");
                if (Target(address, response) is not { } target)
                    return Failed(NetworkFailureKind.Redirect, "a redirect that leads to another origin or nowhere is not followed");
                address = target;
            }
            return Failed(NetworkFailureKind.Redirect, $"more than {MaxRedirects} redirects, or a redirect that a message handler followed");
        }
        catch (HttpRequestException exception)
        {
            return BackchannelFault.Of(exception);
        }
        catch (IOException)
        {
            return Failed(NetworkFailureKind.Interrupted, "the connection broke before the document was complete");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return BackchannelResponse.Failed(NetworkFailureKind.Unreachable, "no connection in time", transient: true);
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

    private HttpRequestMessage CreateRequest(BackchannelRequest asked, Uri address)
    {
        var request = new HttpRequestMessage(asked.Form is null ? HttpMethod.Get : HttpMethod.Post, address);
        if (asked.Form is { } form)
            request.Content = new StringContent(form, Encoding.ASCII, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        request.Headers.Authorization = asked.Authorization;
        request.Headers.Accept.ParseAdd(asked.Accept);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        request.Headers.UserAgent.ParseAdd("ScopeAuth");
        if (publicNetworkOnly) request.Options.Set(NetworkGuard.PublicNetworkOnly, true);
        return request;
    }

    private static async Task<BackchannelResponse> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var date = response.Headers.Date;
        return response.StatusCode is HttpStatusCode.OK
            ? await BackchannelBody.ReadAsync(response.Content, maxBytes, cancellationToken) with { MaxAge = MaxAgeOf(response), Date = date }
            : BackchannelResponse.Failed(response.StatusCode) with { RetryAfter = RetryAfterOf(response), Date = date };
    }

    private static BackchannelResponse Failed(NetworkFailureKind kind, string detail) => BackchannelResponse.Failed(kind, detail);

    private static TimeSpan? MaxAgeOf(HttpResponseMessage response) => response.Headers.CacheControl switch
    {
        null => null,
        { NoStore: true } or { NoCache: true } => TimeSpan.Zero,
        var control => control.MaxAge - (response.Headers.Age ?? TimeSpan.Zero),
    };

    // A date is read against the server's own clock: ours may differ from it.
    private static TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - response.Headers.Date : null;
}
