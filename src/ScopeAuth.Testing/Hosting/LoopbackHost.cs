using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Testing.Hosting;

/// <summary>
/// A Kestrel on a free port of 127.0.0.1 that reads no configuration, environment or file of the process it runs in.
/// </summary>
internal static class LoopbackHost
{
    public static WebApplication Create(TestAuthorizationServer server)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        builder.Services.AddRoutingCore();
        var host = builder.Build();
        host.MapTestAuthorizationServer("", server);
        return host;
    }

    public static async Task<string> StartAsync(WebApplication host, CancellationToken cancellationToken)
    {
        await host.StartAsync(cancellationToken);
        var features = host.Services.GetRequiredService<IServer>().Features;
        return features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
    }
}
