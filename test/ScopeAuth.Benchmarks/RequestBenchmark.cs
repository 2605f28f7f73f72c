using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;
using ScopeAuth.Revocation;

namespace ScopeAuth.Benchmarks;

/// <summary>Requests of a protected endpoint with many revocations against the same without any, in short alternating slices.</summary>
internal static class RequestBenchmark
{
    private const int Rounds = 60;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    /// <returns>How many requests there are in a time with the revocations, of those without.</returns>
    public static async Task<double> CompareAsync(RevokedTokens tokens)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = BenchmarkToken.Es256(key, number: 0);
        var folder = Directory.CreateTempSubdirectory("scopeauth-benchmark-");
        var file = Path.Combine(folder.FullName, "es256.pem");
        await File.WriteAllTextAsync(file, key.ExportSubjectPublicKeyInfoPem());
        await using var empty = await StartAsync(file);
        await using var full = await StartAsync(file);
        var set = full.Services.GetRequiredService<RevocationView>().Current!;
        for (var number = 0; number < RevokedTokens.Tables; number++)
            if (tokens.CellsOf(number, out var count) is { IsEmpty: false } cells) set.Restore(number, cells.ToArray(), count);

        using var without = ClientOf(empty, token);
        using var with = ClientOf(full, token);
        for (var warmUp = 0; warmUp < 30; warmUp++)
        {
            await CountAsync(without);
            await CountAsync(with);
        }
        var ratios = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            // ABBA: what drifts steadily cancels out.
            double a1 = await CountAsync(without), b1 = await CountAsync(with), b2 = await CountAsync(with), a2 = await CountAsync(without);
            ratios[round] = (b1 + b2) / (a1 + a2);
        }
        folder.Delete(recursive: true);
        return PairedRun.Median(ratios);
    }

    private static async Task<WebApplication> StartAsync(string keyFile)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddScopeRoleAuth()
            .AddApiRole("FirewallAdmin", role => role.Access["Firewall"] = ApiAccess.Full)
            .AddAuthorizationServer("okta", server =>
            {
                server.Vendor = Vendor.Okta;
                server.Issuer = BenchmarkToken.Issuer;
                server.PublicKeys = [keyFile];
                server.Audiences = ["https://api.example"];
                server.ClientIds = ["*"];
                server.Organizations = ["zscaler.net::1234567"];
            });
        var app = builder.Build();
        app.MapGet("/", () => "rules").RequireApiAccess("Firewall");
        await app.StartAsync();
        foreach (var ring in app.Services.GetRequiredService<KeyRings>().All) await ring.RefreshAsync();
        return app;
    }

    private static HttpClient ClientOf(WebApplication app, BenchmarkToken token)
    {
        var client = new HttpClient { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Compact);
        return client;
    }

    // Requests per second.
    private static async Task<double> CountAsync(HttpClient client)
    {
        var (count, start) = (0, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(start) < Slice)
        {
            using var response = await client.GetAsync("/");
            response.EnsureSuccessStatusCode();
            count++;
        }
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
