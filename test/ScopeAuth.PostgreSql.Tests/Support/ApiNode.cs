using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>A node: an API on a socket of its own, with its revocations in a database that it may share.</summary>
internal static class ApiNode
{
    public static Task<TestApi> StartAsync(
        TestAuthorizationServer server, string database, Action<PostgreSqlRevocationOptions>? configure = null, params KeyValuePair<string, string?>[] settings) =>
        TestApi.StartPlainAsync(
            [.. server.ConfigurationFor("server"), .. settings],
            builder => builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")).AddPostgreSqlRevocations(database, options =>
            {
                options.CatchUpInterval = TimeSpan.FromSeconds(1);
                configure?.Invoke(options);
            }));

    public static string Token(this TestAuthorizationServer server) => server.IssueToken($"{TestServers.Organization}::Auditor");

    public static async Task<AccessToken> FactsAsync(this TestApi node, string token) => (await node.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)).Token!;

    /// <summary>Waits until the node has read the list and judges tokens.</summary>
    public static Task UntilReadyAsync(this TestApi node, string token) => node.UntilAsync(token, 200);

    /// <summary>Asks until the answer has the status.</summary>
    public static Task UntilAsync(this TestApi node, string token, int status) =>
        Eventually.IsAsync(() => node.AskAsync("/whoami", token), answer => answer.Status == status, $"a node answers {status}");

    public static async Task<RevocationRecord> RevokeAsync(this TestApi node, string token) => await node.RevokeAsync(RevocationTarget.Token("server", (await node.FactsAsync(token)).TokenId!));

    public static ValueTask<RevocationRecord> RevokeAsync(this TestApi node, RevocationTarget target) => node.Services.GetRequiredService<IRevocationList>().RevokeAsync(
        new NewRevocation { Target = target, Reason = RevocationReason.SecurityEvent, RevokedBy = "test" }, TestContext.Current.CancellationToken);
}
