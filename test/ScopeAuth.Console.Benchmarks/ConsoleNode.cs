using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Testing;

namespace ScopeAuth.Console.Benchmarks;

/// <summary>A real host with the console, on a real socket, which lets everybody in.</summary>
internal sealed class ConsoleNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsoleNode(WebApplication app)
    {
        _app = app;
        Http = new() { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/admin/") };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ConsoleNode> StartAsync(TestAuthorizationServer server, string data, Action<ScopeAuthBuilder> keep, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = data });
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(server.ConfigurationFor("as").Select(setting => KeyValuePair.Create($"ScopeAuth:{setting.Key}", setting.Value)));
        builder.Configuration["ScopeAuth:DataPath"] = data;
        builder.Configuration["ScopeAuth:AuthorizationServers:as:ClientIds:0"] = "*";
        builder.Configuration["ScopeAuth:ApiRoles:Auditor:Access:Firewall"] = "View";
        configure?.Invoke(builder);
        keep(builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")));
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Everybody>(Everybody.Scheme, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("Everybody", policy => policy.AddAuthenticationSchemes(Everybody.Scheme).RequireAuthenticatedUser());
        builder.Services.AddScopeAuthConsole(options => options.Policy = "Everybody");
        var app = builder.Build();
        app.MapScopeAuthConsole("/admin");
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
