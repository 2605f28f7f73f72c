using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.JwtBearer.Tests;

public sealed class RegistrationTests
{
    private const string Auditor = $"{TestServers.Organization}::Auditor";

    [Fact]
    public async Task The_start_fails_where_nobody_registered_the_scheme()
    {
        await using var server = await TestServers.StartAsync();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => JwtBearerApi.StartAsync(
            [server], authentication => authentication.AddJwtBearer("Machines", JwtBearerApi.Trusting(server)).AddScopeRoles()));

        Assert.Equal("AddScopeRoles accompanies the authentication scheme 'Bearer', which nobody registered. Call AddJwtBearer with that name.", fault.Message);
    }

    [Fact]
    public async Task It_stands_beside_one_scheme_and_is_added_once()
    {
        await using var server = await TestServers.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => JwtBearerApi.StartAsync([server], authentication =>
        {
            authentication.AddJwtBearer(JwtBearerApi.Trusting(server)).AddScopeRoles();
            return authentication.AddScopeRoles();
        }));
    }

    [Fact]
    public async Task The_order_of_the_two_calls_and_the_name_of_the_scheme_do_not_matter()
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await JwtBearerApi.StartAsync([server], authentication =>
        {
            var builder = authentication.AddScopeRoles("Machines");
            authentication.AddJwtBearer("Machines", JwtBearerApi.Trusting(server));
            return builder;
        });

        Assert.Equal(200, (await api.AskAsync("/firewall", server.IssueToken(Auditor))).Status);
        Assert.Equal(401, (await api.AskAsync("/firewall")).Status);
    }

    [Fact]
    public async Task A_policy_scheme_that_forwards_to_a_handler_for_each_issuer_is_accompanied_as_one()
    {
        await using var acme = await TestServers.StartAsync();
        await using var beta = await TestServers.StartAsync(configure: options => options.Organizations.Add(TestServers.Other));
        await using var api = await JwtBearerApi.StartAsync([acme, beta], authentication => authentication
            .AddPolicyScheme(JwtBearerDefaults.AuthenticationScheme, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey("X-Beta") ? "Beta" : "Acme")
            .AddJwtBearer("Acme", JwtBearerApi.Trusting(acme))
            .AddJwtBearer("Beta", JwtBearerApi.Trusting(beta))
            .AddScopeRoles());

        var ofAcme = await api.AskAsync("/whoami", acme.IssueToken(Auditor));
        var ofBeta = await api.AskAsync("/whoami", beta.IssueToken(Auditor), change: request => request.Headers.Add("X-Beta", "1"));
        var wrongDoor = await api.AskAsync("/whoami", beta.IssueToken(Auditor));

        Assert.Equal("server0", ofAcme.Json.GetProperty("authorizationServer").GetString());
        Assert.Equal("server1", ofBeta.Json.GetProperty("authorizationServer").GetString());
        Assert.Equal((401, Rejection.RefusedByHandler), (wrongDoor.Status, wrongDoor.Rejection));
    }
}
