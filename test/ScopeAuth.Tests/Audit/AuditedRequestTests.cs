using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Tests.Audit;

public sealed class AuditedRequestTests
{
    [Fact]
    public async Task An_allowed_request_leaves_one_record_with_all_that_is_known()
    {
        await using var host = await AuditHost.StartAsync(app => app.MapPost("/api/rules/{id}", () => Results.NoContent())
            .RequireAuthorization("Operator").WithAuditAction("Activate", category: "Activation"));

        using var response = await host.Client.PostAsync("/api/rules/7?secret=1", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var record = Assert.Single(host.Sink.Kept);
        Assert.Equal("Activate", record.Action);
        Assert.Equal("Activation", record.Category);
        Assert.Equal("/api/rules/7", record.Resource);
        Assert.Equal(AuditHost.AdminId, record.AdminId);
        Assert.Equal(IPAddress.Loopback, record.ClientIp);
        Assert.Equal("API", record.Interface);
        Assert.Equal(AuditResult.Success, record.Result);
        Assert.Equal("acme-okta", record.AuthorizationServer);
        Assert.Equal("zscaler.net::1234567", record.Organization);
        Assert.Equal("Operator", record.Role);
        Assert.Equal(204, record.StatusCode);
        Assert.Null(record.Rejection);
    }
}
