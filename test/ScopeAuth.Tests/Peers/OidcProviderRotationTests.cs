using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Peers;

public sealed class OidcProviderRotationTests(OidcProvider provider) : IClassFixture<OidcProvider>
{
    [Fact]
    public async Task New_keys_of_a_server_that_is_not_ours_are_followed()
    {
        var clock = new FakeClock(TimeProvider.System.GetUtcNow());
        await using var api = await TestApi.StartAsync(
            provider.Configuration, configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var old = await provider.GetTokenAsync("ES256");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(old));

        await provider.RotateKeysAsync();
        var young = await provider.GetTokenAsync("ES256");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(young));        // fetched a moment ago: not again so soon
        clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(young));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(old));          // its key is published no more

        async Task<HttpStatusCode> StatusAsync(string token)
        {
            using var response = await api.GetAsync("/whoami", token);
            return response.StatusCode;
        }
    }
}
