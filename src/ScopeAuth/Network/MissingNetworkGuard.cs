namespace ScopeAuth.Network;

/// <summary>Stands before a handler of the application that checks no addresses: what has to be checked does not pass.</summary>
internal sealed class MissingNetworkGuard : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!NetworkGuard.IsAskedFor(request)) return base.SendAsync(request, cancellationToken);
        var fault = new NetworkNotAllowedException("the application's own primary handler checks no addresses, and this server needs that");
        return Task.FromException<HttpResponseMessage>(new HttpRequestException(fault.Message, fault));
    }
}
