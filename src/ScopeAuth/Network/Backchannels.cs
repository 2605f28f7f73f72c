namespace ScopeAuth.Network;

/// <summary>Makes the back channel that a server's settings ask for: for its keys and for questions about its tokens the same.</summary>
internal sealed class Backchannels(IHttpClientFactory clients, BackchannelNames names, TimeProvider clock)
{
    /// <param name="serverName">The configured name.</param>
    /// <param name="options">The server's settings.</param>
    /// <param name="publicNetworkOnly">Null for what the settings say: a server of the configuration may be inside the network.</param>
    /// <param name="limits">Null for those of documents that are fetched now and then.</param>
    public Backchannel Create(string serverName, AuthorizationServerOptions options, bool? publicNetworkOnly = null, BackchannelLimits? limits = null)
    {
        var publicOnly = publicNetworkOnly ?? options.AllowPrivateNetwork == false;
        var name = names.For(serverName, options.IntrospectionClient.CertificateFile is not null, publicOnly);
        return new(clients, clock, name, options.AllowHttp, publicOnly) { Limits = limits ?? BackchannelLimits.Default };
    }
}
