using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Registrations;

/// <summary>A role that is made, changed or deleted on the running application decides the next request.</summary>
public sealed class ChangedRoleTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private TestAuthorizationServer _server = null!;
    private RegisteredApi _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync();
        _api = await RegisteredApi.StartAsync(_folder.Path, _server.ConfigurationFor("server"));
    }

    [Fact]
    public async Task One_token_gets_more_and_less_as_its_role_changes()
    {
        var token = _server.IssueToken($"{TestServers.Organization}::Guest");
        Assert.Equal(Rejection.NoUsableRole, (await AskAsync(token, HttpMethod.Get)).Rejection);

        var added = await _api.Roles.AddAsync("Guest", Access(ApiAccess.View), RegisteredApi.Alice, Cancellation);
        Assert.Equal(200, (await AskAsync(token, HttpMethod.Get)).Status);
        Assert.Equal(Rejection.InsufficientRole, (await AskAsync(token, HttpMethod.Post)).Rejection);

        var changed = await _api.Roles.ChangeAsync("Guest", added.Entry!.Version, Access(ApiAccess.Full), RegisteredApi.Alice, Cancellation);
        Assert.Equal(200, (await AskAsync(token, HttpMethod.Post)).Status);

        await _api.Roles.DeleteAsync("Guest", changed.Entry!.Version, RegisteredApi.Alice, Cancellation);
        Assert.Equal(Rejection.NoUsableRole, (await AskAsync(token, HttpMethod.Get)).Rejection);
        Assert.Equal(["Create", "Update", "Delete"], _api.Audit.Changes.Select(record => record.Action));
        Assert.Equal((_api.Audit.Changes[1].After, null), (_api.Audit.Changes[2].Before, _api.Audit.Changes[2].After));
    }

    [Fact]
    public async Task A_role_of_the_configuration_is_listed_and_cannot_be_changed()
    {
        var auditor = _api.Roles.Find("Auditor")!;

        Assert.Equal((true, ApiAccess.View), (auditor.IsReadOnly, auditor.Options.Access["Firewall"]));
        Assert.Equal(RegistrationOutcome.ReadOnly, (await _api.Roles.ChangeAsync("Auditor", 0, Access(ApiAccess.Full), RegisteredApi.Alice, Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_name_that_no_scope_can_hold_is_a_fault() =>
        Assert.Contains("a role's name has", Assert.Single((await _api.Roles.AddAsync("a:b", Access(ApiAccess.View), RegisteredApi.Alice, Cancellation)).Faults), StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private Task<Answer> AskAsync(string token, HttpMethod method) => _api.Api.AskAsync("/firewall", token, method);

    private static ApiRoleOptions Access(ApiAccess firewall)
    {
        var role = new ApiRoleOptions();
        role.Access["Firewall"] = firewall;
        return role;
    }
}
