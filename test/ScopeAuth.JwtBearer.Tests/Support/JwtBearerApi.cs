using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.JwtBearer.Tests;

/// <summary>A real API on a real socket with Microsoft's handler, and ScopeAuth beside it.</summary>
internal sealed class JwtBearerApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private JwtBearerApi(WebApplication app, RecordingSink sink)
    {
        (_app, Sink) = (app, sink);
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public RecordingSink Sink { get; }

    public IServiceProvider Services => _app.Services;

    public AuditRecord LastRecord => Sink.Kept.Last();

    /// <summary>Starts an API whose handler and ScopeAuth trust one server.</summary>
    public static Task<JwtBearerApi> StartAsync(TestAuthorizationServer server, Action<JwtBearerOptions>? handler = null, string[]? organizations = null) =>
        StartAsync([server], authentication => authentication.AddJwtBearer(Trusting(server, handler)).AddScopeRoles(), organizations);

    public static async Task<JwtBearerApi> StartAsync(
        TestAuthorizationServer[] servers, Func<AuthenticationBuilder, ScopeAuthBuilder> register, string[]? organizations = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Roles);
        foreach (var (index, server) in servers.Index())
            foreach (var (key, value) in server.ConfigurationFor($"server{index}", organizations ?? [TestServers.Organization])) builder.Configuration[$"ScopeAuth:{key}"] = value;
        var sink = new RecordingSink();
        builder.Services.AddSingleton<IAuditSink>(sink);
        builder.Services.AddAuthorization();
        register(builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme));

        var app = builder.Build();
        Map(app);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            foreach (var server in servers) await WaitForKeysAsync(app, server);
            return new(app, sink);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public static Action<JwtBearerOptions> Trusting(TestAuthorizationServer server, Action<JwtBearerOptions>? more = null) => options =>
    {
        options.Authority = server.Issuer;
        options.RequireHttpsMetadata = false;
        options.Audience = "https://api.example";
        more?.Invoke(options);
    };

    public async Task<Answer> AskAsync(string path, string? token = null, HttpMethod? method = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        change?.Invoke(request);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static readonly Dictionary<string, string?> Roles = new()
    {
        ["ScopeAuth:ApiRoles:Auditor:Access:Firewall"] = "View",
        ["ScopeAuth:ApiRoles:Operator:Organizations"] = "*",
    };

    private static void Map(WebApplication app)
    {
        app.MapGet("/whoami", WhoAmI).RequireAuthorization();
        app.MapGet("/{organization}/whoami", WhoAmI).RequireAuthorization();
        app.MapMethods("/firewall", ["GET", "POST"], () => "firewall").RequireApiAccess("Firewall");
        app.MapPost("/activate", () => "done").RequireApiRole("Operator");
        app.MapGet("/forbidden", () => Results.Forbid()).RequireAuthorization();
        app.MapGet("/by-role/{role}", (string role, ClaimsPrincipal user) => user.IsInRole(role)).RequireAuthorization();
    }

    private static Dictionary<string, object?> WhoAmI(ClaimsPrincipal user) => new()
    {
        ["adminId"] = user.Identity!.Name,
        ["organization"] = user.GetOrganization()?.ToString(),
        ["roles"] = user.GetApiRoles(),
        ["clientId"] = user.GetClientId(),
        ["authorizationServer"] = user.GetAuthorizationServer(),
        ["tokenId"] = user.GetTokenId(),
        ["claims"] = user.Claims.Select(claim => $"{claim.Type}={claim.Value}"),
    };

    // On a busy machine the first request would wait for ScopeAuth's keys in vain. The handler waits for its own as long as it takes.
    private static Task<Rejection?> WaitForKeysAsync(WebApplication app, TestAuthorizationServer server)
    {
        var validator = app.Services.GetRequiredService<IAccessTokenValidator>();
        return Eventually.IsAsync(
            async () => (await validator.ValidateAsync(server.IssueToken(), TestContext.Current.CancellationToken)).Rejection, rejection => rejection != Rejection.KeysUnavailable);
    }
}
