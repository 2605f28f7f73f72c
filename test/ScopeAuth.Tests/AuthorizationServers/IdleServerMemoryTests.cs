using System.Diagnostics;
using System.Globalization;

namespace ScopeAuth.Tests.AuthorizationServers;

public sealed class IdleServerMemoryTests
{
    /// <summary>One server of each of four vendors; see test/ScopeAuth.IdleServers.</summary>
    [Fact]
    public async Task A_server_without_traffic_takes_less_than_4_KB_with_its_registration_its_keys_and_what_the_client_factory_remembers()
    {
        // In a process of its own: here the garbage of other tests is collected at any moment.
        var program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(program, ["exec", Path.Combine(AppContext.BaseDirectory, "ScopeAuth.IdleServers.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var failing = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.Equal("", await failing);
        var vendors = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(
            line => line.Split(' ')[0], line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.Equal(["EntraId", "Generic", "Okta", "Zitadel"], vendors.Keys.Order());
        Assert.All(vendors.Values, bytes => Assert.InRange(bytes, 1, 4096));
    }
}
