using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using ScopeAuth.Keys;

namespace ScopeAuth.Network;

/// <summary>The one way from the API to one authorization server. Every answer is a response; faults of the network never throw.</summary>
/// <remarks>
/// The client is the named client <c>ScopeAuth:&lt;server&gt;</c>: an application gives it a proxy, a client certificate or a private
/// certification authority by <c>services.AddHttpClient("ScopeAuth:acme")</c>. An idle back channel holds no client and no pipeline.
/// </remarks>
internal sealed class Backchannel(IHttpClientFactory clients, TimeProvider clock, string serverName, bool allowHttp, bool publicNetworkOnly = false)
{
    public const string ClientNamePrefix = "ScopeAuth:";
    private ResiliencePipeline<BackchannelResponse>? _pipeline;

    public async Task<BackchannelResponse> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!IsAllowed(address))
        {
            return BackchannelResponse.Failed(
                KeyFailureKind.AddressNotAllowed,
                "only https is used, or http to a loopback address where AllowHttp is set, and no credentials in the address");
        }

        // Kept while the server is in trouble, so that the breaker remembers; a server in order costs no memory.
        var pipeline = _pipeline ??= BackchannelResilience.Create(clock);
        var response = await RunAsync(pipeline, address, cancellationToken);
        if (response.Failure is null) _pipeline = null;
        return response;
    }

    public bool IsAllowed(Uri address) =>
        address.IsAbsoluteUri && address.UserInfo.Length == 0 && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (allowHttp && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    private async Task<BackchannelResponse> RunAsync(
        ResiliencePipeline<BackchannelResponse> pipeline, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(
                static async (state, token) =>
                {
                    using var client = state.Clients.CreateClient(state.Name);
                    // The pipeline's time limit covers the whole exchange; HttpClient's own would end with the headers.
                    client.Timeout = Timeout.InfiniteTimeSpan;
                    return await new BackchannelExchange(client, state.PublicOnly).GetAsync(state.Address, token);
                },
                (Clients: clients, Name: ClientNamePrefix + serverName, PublicOnly: publicNetworkOnly, Address: address),
                cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return BackchannelResponse.Failed(KeyFailureKind.Timeout, $"no complete answer within {BackchannelResilience.TimeLimit.TotalSeconds} s");
        }
        catch (BrokenCircuitException)
        {
            return BackchannelResponse.Failed(KeyFailureKind.CircuitOpen, "the last attempts failed; no request was sent");
        }
    }
}
