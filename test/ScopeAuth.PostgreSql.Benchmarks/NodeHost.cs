using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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

    /// <summary>Waits until the node accepts the token: keys and revocations are there.</summary>
    public static async Task UntilAsync(this WebApplication node, string token, Rejection? rejection, CancellationToken cancellationToken)
    {
        var validator = node.Services.GetRequiredService<IAccessTokenValidator>();
        while ((await validator.ValidateAsync(token, cancellationToken)).Rejection != rejection)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
    }
}
