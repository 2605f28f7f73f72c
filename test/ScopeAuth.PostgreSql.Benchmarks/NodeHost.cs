using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Benchmarks;

/// <summary>A node as it is in production: a host with the whole of ScopeAuth, and its revocations in PostgreSQL.</summary>
internal static class NodeHost
{
    /// <param name="connectionString">The database.</param>
    /// <param name="settings">Settings of the section <c>ScopeAuth</c>, each as <c>key=value</c>.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<WebApplication> StartAsync(string connectionString, IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        // A signal ends the process, which is a benchmark or a part of one, and not only the host in it.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Configuration["ScopeAuth:ApiRoles:Auditor:Access:Audit"] = "View";
        foreach (var setting in settings)
        {
            var parts = setting.Split('=', 2);
            builder.Configuration[$"ScopeAuth:{parts[0]}"] = parts[1];
        }
        builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")).AddPostgreSqlRevocations(connectionString);
        var app = builder.Build();
        await app.StartAsync(cancellationToken);
        return app;
    }

    /// <summary>Waits until the node says of the token what it should: at first until keys and revocations are there.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public static Task UntilAsync(this WebApplication node, string token, Rejection? rejection, CancellationToken cancellationToken)
    {
        var validator = node.Services.GetRequiredService<IAccessTokenValidator>();
        return Eventually.IsAsync(async () => Name((await validator.ValidateAsync(token, cancellationToken)).Rejection), Name(rejection).Equals, $"a node says of a token {Name(rejection)}");
    }

    private static string Name(Rejection? rejection) => rejection?.ToString() ?? "that it is accepted";

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
