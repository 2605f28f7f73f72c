using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Registrations;

/// <summary>A real API whose administrators register servers and roles in files.</summary>
internal sealed class RegisteredApi : IAsyncDisposable
{
    public static readonly ChangeAuthor Alice = new() { AdminId = "alice", Interface = "Admin UI" };

    private RegisteredApi(TestApi api, RecordedAudit audit) => (Api, Audit) = (api, audit);

    public TestApi Api { get; }

    public RecordedAudit Audit { get; }

    public AuthorizationServerEditor Servers => Api.Services.GetRequiredService<AuthorizationServerEditor>();

    public ApiRoleEditor Roles => Api.Services.GetRequiredService<ApiRoleEditor>();

    public static async Task<RegisteredApi> StartAsync(
        string dataPath, IEnumerable<KeyValuePair<string, string?>>? settings = null, Action<WebApplicationBuilder, ScopeAuthBuilder>? configure = null)
    {
        var audit = new RecordedAudit();
        var api = await TestApi.StartPlainAsync([new("DataPath", dataPath), .. settings ?? []], builder =>
        {
            builder.Services.AddSingleton<IAuditSink>(audit);
            if (configure is null)
                builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")).AddRegistrationFiles();
            else
                configure(builder, builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")));
        });
        return new(api, audit);
    }

    public async Task<Answer> AskAsync(TestAuthorizationServer server, string role = "Auditor", string path = "/whoami") =>
        await Api.AskAsync(path, server.IssueToken($"{TestServers.Organization}::{role}"));

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
