using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Tests.Audit;

namespace ScopeAuth.Console.Tests.Support;

/// <summary>A real host with the console, on a real socket, whose callers say in a header who they are.</summary>
internal sealed partial class ConsoleHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _data;

    private ConsoleHost(WebApplication app, DirectoryInfo data, RecordingSink audit)
    {
        (_app, _data, Audit) = (app, data, audit);
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    public HttpClient Http { get; }

    public RecordingSink Audit { get; }

    public IServiceProvider Services => _app.Services;

    public string Origin => Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<ConsoleHost> StartAsync(
        Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null, Action<ScopeAuthBuilder>? addStores = null, string prefix = "/admin", string? group = null)
    {
        var data = Directory.CreateTempSubdirectory("scopeauth-console-");
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = data.FullName });     // not the settings of the sample
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["ScopeAuth:DataPath"] = data.FullName,
            ["ScopeAuth:Clouds:zscaler.net:Domain"] = "zscaler.net",
            ["ScopeAuth:ApiRoles:Auditor:Access:Firewall"] = "View",
            ["ScopeAuth:AuthorizationServers:as:Issuer"] = "https://as.example",
            ["ScopeAuth:AuthorizationServers:as:JwksUri"] = "https://127.0.0.1:1/keys",
            ["ScopeAuth:AuthorizationServers:as:Audiences:0"] = "*",
            ["ScopeAuth:AuthorizationServers:as:ClientIds:0"] = "*",
            ["ScopeAuth:AuthorizationServers:as:Organizations:0"] = "zscaler.net::1234567",
        });
        var audit = new RecordingSink();
        builder.Services.AddSingleton<IAuditSink>(audit);
        var scopeAuth = builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth"));
        (addStores ?? (stores => stores.AddRegistrationFiles()))(scopeAuth);
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, NamedInHeader>(NamedInHeader.Scheme, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("Administrators", policy => policy
            .AddAuthenticationSchemes(NamedInHeader.Scheme).RequireAuthenticatedUser().RequireAssertion(context => context.User.Identity!.Name != "visitor"));
        builder.Services.AddScopeAuthConsole(options => options.Policy = "Administrators");
        configure?.Invoke(builder);
        var app = builder.Build();
        if (group is null) app.MapScopeAuthConsole(prefix);
        else app.MapGroup(group).MapScopeAuthConsole(prefix);
        map?.Invoke(app);
        await app.StartAsync(Cancelled);
        return new(app, data, audit);
    }

    public async Task<HttpResponseMessage> GetAsync(string page, string? admin = "admin")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/admin/{page}");
        if (admin is not null) request.Headers.Add(NamedInHeader.Header, admin);
        return await Http.SendAsync(request, Cancelled);
    }

    public async Task<string> ReadAsync(string page, string admin = "admin")
    {
        using var response = await GetAsync(page, admin);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }

    /// <summary>Sends a form as a browser would from the page that it is on.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string page, string address, IEnumerable<KeyValuePair<string, string>> form, string? admin = "admin", string? origin = "own", string? site = null, bool withToken = true)
    {
        var fields = form.ToList();
        if (withToken) fields.Add(new("__RequestVerificationToken", Antiforgery().Match(await ReadAsync(page, admin is null or "visitor" ? "admin" : admin)).Groups[1].Value));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/{address}") { Content = new FormUrlEncodedContent(fields) };
        if (admin is not null) request.Headers.Add(NamedInHeader.Header, admin);
        if (origin is not null) request.Headers.Add("Origin", origin == "own" ? Origin : origin);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        return await Http.SendAsync(request, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();
}
