using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Network;

namespace ScopeAuth.Tests.Network;

/// <summary>A message handler that an application put into the client of a server, and that tells the test when it is called.</summary>
internal sealed class BackchannelProbe(Action onRequest, Action? onHeaders = null, Action<HttpRequestMessage>? onRequestMessage = null) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        onRequest();
        onRequestMessage?.Invoke(request);
        var response = await base.SendAsync(request, cancellationToken);
        onHeaders?.Invoke();
        return response;
    }
}

internal static class BackchannelProbes
{
    public static void Probe(this IServiceCollection services, Action onRequest, Action? onHeaders = null) =>
        services.AddHttpClient(BackchannelNames.Own("acme")).AddHttpMessageHandler(() => new BackchannelProbe(onRequest, onHeaders));
}
