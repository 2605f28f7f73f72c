using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace ScopeAuth.Network;

/// <summary>The one way from the API to one authorization server. Every answer is a response; faults of the network never throw.</summary>
/// <remarks>
/// An application gives a server's client a proxy, a client certificate or a private certification authority by
/// <c>services.AddHttpClient("ScopeAuth:acme")</c>; see <see cref="BackchannelNames"/>. An idle back channel holds no client and no pipeline.
/// </remarks>
internal sealed class Backchannel(IHttpClientFactory clients, TimeProvider clock, string clientName, bool allowHttp, bool publicNetworkOnly = false)
{
    private ResiliencePipeline<BackchannelResponse>? _pipeline;

    /// <summary>Limits other than the usual ones.</summary>
    public BackchannelLimits Limits { get; init; } = BackchannelLimits.Default;

    public async Task<BackchannelResponse> SendAsync(BackchannelRequest request, CancellationToken cancellationToken)
    {
        if (!IsAllowed(request.Address))
        {
            return BackchannelResponse.Failed(
                NetworkFailureKind.AddressNotAllowed,
                "only https is used, or http to a loopback address where AllowHttp is set, and no credentials in the address");
        }

        // Kept while the server is in trouble, so that the breaker remembers; a server in order costs no memory.
        var pipeline = _pipeline ?? NewPipeline();
        var response = await RunAsync(pipeline, request, cancellationToken);
        if (response.Failure is null && !Limits.RemembersSuccess) _pipeline = null;
        return response;
    }

    public bool IsAllowed(Uri address) =>
        address.IsAbsoluteUri && address.UserInfo.Length == 0 && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (allowHttp && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    // Of two requests that make one at once, both take the first: otherwise each would count its failures alone.
    private ResiliencePipeline<BackchannelResponse> NewPipeline()
    {
        var created = BackchannelResilience.Create(Limits, clock);
        return Interlocked.CompareExchange(ref _pipeline, created, null) ?? created;
    }

    private async Task<BackchannelResponse> RunAsync(
        ResiliencePipeline<BackchannelResponse> pipeline, BackchannelRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(
                static async (state, token) =>
                {
                    using var client = state.Clients.CreateClient(state.Name);
                    // The pipeline's time limit covers the whole exchange; HttpClient's own would end with the headers.
                    client.Timeout = Timeout.InfiniteTimeSpan;
                    return await new BackchannelExchange(client, state.PublicOnly).SendAsync(state.Request, token);
                },
                (Clients: clients, Name: clientName, PublicOnly: publicNetworkOnly, Request: request),
                cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return BackchannelResponse.Failed(NetworkFailureKind.Timeout, $"no complete answer within {Limits.TimeLimit.TotalSeconds} s");
        }
        catch (BrokenCircuitException)
        {
            return BackchannelResponse.Failed(NetworkFailureKind.CircuitOpen, "the last attempts failed; no request was sent");
        }
    }
}
