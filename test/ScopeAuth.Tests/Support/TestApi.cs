using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;
using ScopeAuth.Testing;

namespace ScopeAuth.Tests.Support;

/// <summary>A real API on a real socket, protected by ScopeAuth, with endpoints of each kind of policy.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApi(WebApplication app, CollectedLogs logs)
    {
        _app = app;
        Logs = logs;
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public CollectedLogs Logs { get; }

    /// <summary>Every token that was sent.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    public IAccessTokenValidator Validator => Services.GetRequiredService<IAccessTokenValidator>();

    /// <summary>
    /// Starts the API with roles and the given servers; <paramref name="settings"/> adds to them or overrides them. The first attempt to load
    /// each server's keys has ended, unless the test is about what comes before that, or of a server that never answers.
    /// </summary>
    public static async Task<TestApi> StartAsync(
        IEnumerable<KeyValuePair<string, string?>> servers,
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null,
        TimeProvider? clock = null,
        bool loadKeys = true)
    {
        return await StartPlainAsync(
            servers.Concat(settings ?? []),
            builder =>
            {
                if (clock is not null) builder.Services.AddSingleton(clock);
                builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth"));
                configure?.Invoke(builder);
            },
            map,
            loadKeys);
    }

    /// <summary>Starts the API as the test registers it, with roles and the given settings in the section <c>ScopeAuth</c>.</summary>
    public static async Task<TestApi> StartPlainAsync(
        IEnumerable<KeyValuePair<string, string?>> settings, Action<WebApplicationBuilder> register, Action<WebApplication>? map = null, bool loadKeys = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var logs = new CollectedLogs();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        foreach (var (key, value) in Roles.Concat(settings)) builder.Configuration[$"ScopeAuth:{key}"] = value;
        register(builder);
        return await StartAsync(builder, logs, map, loadKeys);
    }

    /// <summary>Starts the API with one server.</summary>
    public static Task<TestApi> StartAsync(TestAuthorizationServer server, string organization = "zscaler.net::1234567") =>
        StartAsync(server.ConfigurationFor("server", organization));

    private static async Task<TestApi> StartAsync(WebApplicationBuilder builder, CollectedLogs logs, Action<WebApplication>? map, bool loadKeys)
    {
        var app = builder.Build();
        try
        {
            Map(app);
            map?.Invoke(app);
            await app.StartAsync(TestContext.Current.CancellationToken);
            if (loadKeys && app.Services.GetServices<IHostedService>().Any(service => service is KeyRefresher)) await Task.WhenAll(app.Services.GetRequiredService<KeyRings>().All.Select(LoadAsync));
            return new(app, logs);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    // On a busy machine the first token would wait in vain. As if by a token: joins the scheduled attempt, and makes no second one after it.
    private static async Task LoadAsync(KeyRing ring)
    {
        do await ring.RefreshForUnknownKeyAsync(TestContext.Current.CancellationToken);
        while (ring.IsLoading);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, token);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            Sent.Enqueue(token);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        change?.Invoke(request);
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The same, with the answer read to the end.</summary>
    public async Task<Answer> AskAsync(string path, string? token = null, HttpMethod? method = null, Action<HttpRequestMessage>? change = null)
    {
        using var response = await SendAsync(method ?? HttpMethod.Get, path, token, change);
        return await Answer.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private static readonly Dictionary<string, string?> Roles = new()
    {
        ["ApiRoles:FirewallAdmin:Access:Firewall"] = "Full",
        ["ApiRoles:FirewallAdmin:Access:UrlFiltering"] = "View",
        ["ApiRoles:Auditor:Access:Firewall"] = "View",
        ["ApiRoles:Auditor:Access:Audit"] = "View",
        ["ApiRoles:Operator:Organizations"] = "*",
    };

    private static readonly string[] Read = ["GET", "HEAD"];

    private static void Map(WebApplication app)
    {
        app.MapGet("/open", () => "open");
        app.MapMethods("/whoami", Read, WhoAmI).RequireAuthorization();
        app.MapGet("/any", () => "any").RequireAuthorization(policy => policy.RequireAuthenticatedUser());
        app.MapMethods("/{organization}/whoami", Read, WhoAmI).RequireAuthorization();
        app.MapGroup("/firewall").RequireApiAccess("Firewall").MapMethods("", ["GET", "HEAD", "POST", "DELETE"], () => "firewall");
        app.MapGet("/firewall/full", () => "full").RequireApiAccess("Firewall", ApiAccess.Full);
        app.MapPost("/activate", () => Results.NoContent()).RequireApiRole("Operator");
    }

    private static Dictionary<string, object?> WhoAmI(HttpContext context) => new Dictionary<string, object?>
    {
        ["adminId"] = context.User.Identity!.Name,
        ["organization"] = context.User.GetOrganization()?.ToString(),
        ["roles"] = context.User.GetApiRoles(),
        ["clientId"] = context.User.GetClientId(),
        ["authorizationServer"] = context.User.GetAuthorizationServer(),
        ["tokenId"] = context.User.GetTokenId(),
    };
}
