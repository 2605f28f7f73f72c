using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>A node whose registrations are in a database that it may share, and whose revocations are not.</summary>
internal static class RegistrationNode
{
    public static Task<TestApi> StartAsync(TestAuthorizationServer configured, string database) => TestApi.StartPlainAsync(
        configured.ConfigurationFor("configured"),
        builder => builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth"))
            .AddPostgreSqlRegistrations(database, options => options.CatchUpInterval = TimeSpan.FromSeconds(1)));

    public static AuthorizationServerEditor Servers(this TestApi node) => node.Services.GetRequiredService<AuthorizationServerEditor>();

    public static ApiRoleEditor Roles(this TestApi node) => node.Services.GetRequiredService<ApiRoleEditor>();

    public static Task UntilLoadedAsync(this TestApi node) => Eventually.IsTrueAsync(() => node.Servers().IsLoaded && node.Roles().IsLoaded);
}
