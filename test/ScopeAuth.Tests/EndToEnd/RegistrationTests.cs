using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Settings from configuration, from code, and from both.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private TestAuthorizationServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServers.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Everything_can_be_set_in_code()
    {
        await using var api = await TestApi.StartPlainAsync([], builder =>
        {
            builder.Configuration.Sources.Clear();
            builder.Services.AddScopeRoleAuth(configure: options => options.Realm = "code")
                .AddAuthorizationServer("acme", Trust)
                .AddApiRole("Auditor", role => role.Access["Firewall"] = ApiAccess.View)
                .AddApiRole("Auditor", role => role.Access["UrlFiltering"] = ApiAccess.View)       // the same role once more
                .AddApiRole("Operator", role => role.Organizations = [TestServers.Organization])
                .Configure(options => options.ClientDetail = ClientDetail.Status);
        });

        Assert.Equal(200, (await api.AskAsync("/firewall", Token("Auditor"))).Status);
        Assert.Equal(204, (await api.AskAsync("/activate", Token("Operator"), HttpMethod.Post)).Status);
        Assert.Equal("Bearer realm=\"code\", error=\"insufficient_scope\"", (await api.AskAsync("/firewall", Token("Operator"))).Challenge);
    }

    [Fact]
    public async Task Without_arguments_the_section_ScopeAuth_is_read()
    {
        await using var api = await TestApi.StartPlainAsync(_server.ConfigurationFor("acme"), builder => builder.Services.AddScopeRoleAuth());

        Assert.Equal(200, (await api.AskAsync("/firewall", Token("Auditor"))).Status);
    }

    [Fact]
    public async Task Another_section_is_read_where_it_is_named_and_its_faults_have_its_name()
    {
        await using var api = await TestApi.StartPlainAsync([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(_server.ConfigurationFor("acme").Select(setting => KeyValuePair.Create($"Security:Tokens:{setting.Key}", setting.Value)));
            builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("Security:Tokens"))
                .AddApiRole("Auditor", role => (role.Access["Firewall"], role.Access["UrlFiltering"]) = (ApiAccess.View, ApiAccess.View)).AddApiRole("Operator", _ => { });
        });
        Assert.Equal(200, (await api.AskAsync("/firewall", Token("Auditor"))).Status);

        var services = new ServiceCollection().AddScopeRoleAuth(new ConfigurationBuilder().Build().GetSection("Security:Tokens")).Services.BuildServiceProvider();
        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ScopeAuthOptions>>().Value);
        Assert.All(exception.Failures, fault => Assert.StartsWith("Security:Tokens:", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_set_in_code_wins_over_the_configuration_and_the_rest_stays()
    {
        await using var api = await TestApi.StartPlainAsync(
            [.. _server.ConfigurationFor("acme").Where(setting => !setting.Key.Contains(":ClientIds:", StringComparison.Ordinal)), new("Realm", "configuration")],
            builder => builder.Services.AddScopeRoleAuth(configure: options => options.ClientDetail = ClientDetail.Status)
                .AddAuthorizationServer("acme", server => server.ClientIds.Add("another"))
                .AddApiRole("Auditor", role => role.Access["Firewall"] = ApiAccess.Full)
                .AddApiRole("Extra", role => role.Access["Extra"] = ApiAccess.View));

        Assert.Equal("Bearer realm=\"configuration\", error=\"invalid_token\"", (await api.AskAsync("/firewall", Token("Auditor"))).Challenge);
        Assert.Equal(200, (await api.AskAsync("/firewall", Token("Auditor", "another"), HttpMethod.Post)).Status);
        Assert.Equal(200, (await api.AskAsync("/whoami", Token("Extra", "another"))).Status);
    }

    [Fact]
    public async Task What_is_set_in_code_is_set_again_after_each_change_of_the_configuration()
    {
        var settings = new ChangingSettings();
        settings.Replace(_server.ConfigurationFor("acme"));
        await using var api = await TestApi.StartPlainAsync([], builder =>
        {
            ((IConfigurationBuilder)builder.Configuration).Add(settings);
            builder.Services.AddScopeRoleAuth().AddApiRole("Extra", role => role.Access["Extra"] = ApiAccess.View)
                .AddAuthorizationServer("acme", server => server.ClientIds = ["another"]);
        });

        for (var change = 0; change < 2; change++)
        {
            Assert.Equal(200, (await api.AskAsync("/whoami", Token("Extra", "another"))).Status);
            Assert.Equal(Rejection.WrongClient, (await api.AskAsync("/whoami", Token("Extra"))).Rejection);
            settings.Replace(_server.ConfigurationFor("acme"), [new("Realm", $"change {change}")]);
        }
    }

    [Fact]
    public void Faults_of_what_is_set_in_code_have_the_same_paths()
    {
        using var services = new ServiceCollection().AddScopeRoleAuth()
            .AddAuthorizationServer("acme", server => server.Algorithms = ["none"]).AddApiRole("a:b", _ => { }).Services.BuildServiceProvider();

        var faults = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ScopeAuthOptions>>().Value).Failures.ToList();

        Assert.Contains(faults, fault => fault.StartsWith("ScopeAuth:AuthorizationServers:acme:Algorithms: 'none' is not one of", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("ScopeAuth:ApiRoles:a:b: a role's name", StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_registration_is_refused()
    {
        var services = new ServiceCollection();
        services.AddScopeRoleAuth();

        foreach (var again in (Action[])[() => services.AddScopeRoleAuth(), () => services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddScopeRoleAuth("Other")])
            Assert.Contains("was registered twice", Assert.Throws<InvalidOperationException>(again).Message, StringComparison.Ordinal);
    }

    private void Trust(AuthorizationServerOptions server)
    {
        server.Issuer = _server.Issuer;
        server.AllowHttp = true;
        server.Audiences = ["https://api.example"];
        server.ClientIds = ["*"];
        server.Organizations = [TestServers.Organization];
    }

    private string Token(string role, string? client = null) => _server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::{role}"], ClientId = client });
}
