using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Network;

/// <summary>Gives every client of a back channel its connections, whatever the servers are called.</summary>
internal sealed class BackchannelClients(TimeProvider clock, ClientCertificates certificates) : IConfigureNamedOptions<HttpClientFactoryOptions>
{
    public void Configure(string? name, HttpClientFactoryOptions options)
    {
        if (name?.StartsWith(Backchannel.ClientNamePrefix, StringComparison.Ordinal) is not true) return;
        // First in line, so that what the application says of the same client comes later and wins.
        options.HttpMessageHandlerBuilderActions.Insert(0, builder => builder.PrimaryHandler = BackchannelHandler.Create(clock, host => certificates.Find(name, host)));
    }

    public void Configure(HttpClientFactoryOptions options) => Configure(Options.DefaultName, options);
}
