using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Network;

namespace ScopeAuth.Benchmarks;

/// <summary>An API on a real socket with two servers: one whose keys are asked for all the time, and one whose tokens are measured.</summary>
internal sealed class FaultyApi : IAsyncDisposable
{
    private const string FaultyIssuer = "https://faulty.example";

    private readonly WebApplication _app;
    private readonly FaultServer _other;
    private readonly HttpClient _http;
    private readonly string[] _unknown;

    private FaultyApi(WebApplication app, FaultServer published, FaultServer other)
    {
        (_app, Published, _other) = (app, published, other);
        _http = new(new SocketsHttpHandler()) { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        using var key = RSA.Create(Jwks.Key(1));
        _unknown = [.. Enumerable.Range(0, 10).Select(number => BenchmarkToken.Rs256(key, $"unknown-{number}", FaultyIssuer).Compact)];
    }

    /// <summary>Where the first server's keys are.</summary>
    public FaultServer Published { get; }

    public static async Task<FaultyApi> StartAsync()
    {
        var (published, other) = (new FaultServer(), new FaultServer());
        published.AnswerWith(Jwks.Set(Jwks.Rsa("known", 1)));
        other.AnswerWith(Jwks.Set(Jwks.Rsa("known", 0)));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddScopeRoleAuth()
            .AddApiRole("FirewallAdmin", role => role.Access["Firewall"] = ApiAccess.Full)
            .AddAuthorizationServer("faulty", server => Fill(server, FaultyIssuer, published))
            .AddAuthorizationServer("other", server => Fill(server, BenchmarkToken.Issuer, other));
        var app = builder.Build();
        app.MapGet("/rules", () => "rules").RequireApiAccess("Firewall");
        await app.StartAsync();
        foreach (var ring in app.Services.GetRequiredService<KeyRings>().All) await ring.RefreshAsync();
        return new(app, published, other);
    }

    public Task<HttpResponseMessage> GetAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/rules") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return _http.SendAsync(request);
    }

    /// <summary>As the schedule does, and as tokens with unknown keys do. Nobody waits for the answers.</summary>
    public void AskForKeys()
    {
        _ = _app.Services.GetRequiredService<KeyRings>().All.Single(ring => ring.ServerName == "faulty").RefreshAsync();
        foreach (var token in _unknown) _ = AskAsync(token);
    }

    private async Task AskAsync(string token)
    {
        try
        {
            using var answer = await GetAsync(token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await Published.DisposeAsync();
        await _other.DisposeAsync();
    }

    private static void Fill(AuthorizationServerOptions server, string issuer, FaultServer keys)
    {
        server.Issuer = issuer;
        server.JwksUri = keys.Jwks.OriginalString;
        server.AllowHttp = true;
        server.Audiences = ["https://api.example"];
        server.ClientIds = ["*"];
        server.Organizations = ["zscaler.net::1234567"];
    }
}
