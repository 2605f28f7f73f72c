using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Console.Roles;
using ScopeAuth.Console.Tests.Support;

namespace ScopeAuth.Console.Tests;

public sealed class EndpointReachTests
{
    [Fact]
    public async Task What_each_role_reaches_is_read_from_the_applications_own_endpoints()
    {
        await using var host = await ConsoleHost.StartAsync(
            builder =>
            {
                builder.Configuration["ScopeAuth:ApiRoles:Admin:Access:Firewall"] = "Full";
                builder.Configuration["ScopeAuth:ApiRoles:Operator:Organizations:0"] = "*";
                builder.Services.AddAuthorizationBuilder().AddPolicy("both", policy => policy.RequireApiAccess("Firewall", ApiAccess.View).RequireApiRole("Operator", "Admin"));
            },
            app =>
            {
                app.MapGet("/rules", () => "").RequireApiAccess("Firewall");
                app.MapDelete("/rules/{id:int}", (int id) => id).RequireApiAccess("Firewall");
                app.MapPost("/activate", () => "").RequireApiRole("Operator");
                app.MapGet("/both", () => "").RequireAuthorization("both");
                app.MapGet("/never", () => "").RequireApiRole("Operator").RequireApiAccess("Firewall", ApiAccess.Full);
                app.MapGet("/any", () => "").RequireAuthorization();
                app.MapGet("/open", () => "").RequireApiRole("Operator").AllowAnonymous();
                app.MapGet("/free", () => "");
            });
        using var scope = host.Services.CreateScope();
        var model = scope.ServiceProvider.GetRequiredService<ApiRolesModel>();

        await model.LoadAsync();

        Assert.Equal(
            [
                "POST /activate: Operator", "GET /any: Admin, Auditor, Operator", "GET /both: Admin", "GET /never: ", "GET /rules: Admin, Auditor", "DELETE /rules/{id:int}: Admin",
            ],
            model.Endpoints.Select(endpoint => $"{endpoint.Method} {endpoint.Path}: {string.Join(", ", endpoint.Roles)}"));
        Assert.Equal("/never", Assert.Single(model.ReachedByNobody).Path);
        Assert.Contains("One endpoint is reached by no role", await host.ReadAsync("roles"), StringComparison.Ordinal);
    }
}
