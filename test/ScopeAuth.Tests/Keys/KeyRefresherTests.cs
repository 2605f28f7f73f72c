using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Keys;

public sealed class KeyRefresherTests
{
    // WebApplicationFactory stops the host while the application's own Run, which has seen the stop, disposes of it.
    [Fact]
    public async Task A_stop_that_is_overtaken_by_the_disposal_of_the_services_is_no_fault()
    {
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.Generic);
        var api = await TestApi.StartAsync(server);
        var refresher = api.Services.GetServices<IHostedService>().OfType<KeyRefresher>().Single();

        await api.DisposeAsync();

        Assert.Null(await Record.ExceptionAsync(() => refresher.StopAsync(CancellationToken.None)));
    }
}
