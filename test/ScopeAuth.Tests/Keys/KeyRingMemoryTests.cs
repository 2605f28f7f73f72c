using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;

namespace ScopeAuth.Tests.Keys;

[CollectionDefinition(nameof(KeyRingMemoryTests), DisableParallelization = true)]
[Collection(nameof(KeyRingMemoryTests))]
public sealed class KeyRingMemoryTests
{
    [Fact]
    public async Task A_server_without_traffic_costs_less_than_4_KB()
    {
        const int Servers = 2000;
        await using var fixture = new KeyRingFixture();
        var set = Encoding.UTF8.GetBytes(Jwks.Set(
            Jwks.Rsa("a key ID of the usual length, 2026-01", 0), Jwks.Rsa("a key ID of the usual length, 2026-02", 1)));
        var sources = new KeySources(fixture.Services.GetRequiredService<IHttpClientFactory>(), fixture.Clock, "/");
        var context = fixture.Context();
        KeyRing Make(int number) => new(
            $"customer-{number}",
            Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()),
            sources.Create($"customer-{number}", new() { JwksUri = $"https://as.customer-{number}.example/oauth2/default/v1/keys" }, [], [], publicNetworkOnly: false),
            context,
            KeyRingState.Initial.With(KeySetReader.Read(set).Keys));

        var warm = Make(0);
        long each = 0;
        // What tests of before leave behind is collected at any moment and hides a part of the cost, never adds to it: the most counts,
        // and a round in which more was collected than the rings cost says nothing.
        for (var time = 0; time < 3 || (each <= 0 && time < 50); time++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var rings = Enumerable.Range(0, Servers).Select(Make).ToArray();
            each = Math.Max(each, (GC.GetTotalMemory(forceFullCollection: true) - before) / Servers);
            GC.KeepAlive(rings);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes per server with two RSA keys");
        Assert.InRange(each, 1, 4096);
        GC.KeepAlive(warm);
    }
}
