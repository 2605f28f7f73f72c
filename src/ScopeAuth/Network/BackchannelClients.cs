using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Network;

/// <summary>Gives every client of a back channel its connections, whatever the servers are called.</summary>
internal sealed class BackchannelClients(TimeProvider clock, ClientCertificates certificates)
    : IConfigureNamedOptions<HttpClientFactoryOptions>, IPostConfigureOptions<HttpClientFactoryOptions>
{
    public void Configure(string? name, HttpClientFactoryOptions options)
    {
        // First in line, so that what the application says of the same client comes later and wins.
        if (!IsOurs(name)) return;
        options.HttpMessageHandlerBuilderActions.Insert(
            0, builder => builder.PrimaryHandler = BackchannelHandler.Create(clock, host => certificates.Find(name!, host)));
    }

    public void Configure(HttpClientFactoryOptions options) => Configure(Options.DefaultName, options);

    // Last in line, to see what the application made of it.
    public void PostConfigure(string? name, HttpClientFactoryOptions options)
    {
        if (!IsOurs(name)) return;
        options.HttpMessageHandlerBuilderActions.Add(builder =>
        {
            if (!NetworkGuard.IsIn(builder.PrimaryHandler)) builder.AdditionalHandlers.Add(new MissingNetworkGuard());
        });
    }

    private static bool IsOurs(string? name) => name?.StartsWith(BackchannelNames.Prefix, StringComparison.Ordinal) is true;
}
