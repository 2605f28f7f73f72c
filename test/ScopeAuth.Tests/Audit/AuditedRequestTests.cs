using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Audit;

public sealed class AuditedRequestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_allowed_request_leaves_one_record_with_all_that_is_known()
    {
        await using var host = await AuditHost.StartAsync(app => app.MapPost("/api/rules/{id}", () => Results.NoContent())
            .RequireAuthorization("Operator").WithAuditAction("Activate", category: "Activation", interfaceName: "Admin UI"));

        using var response = await host.Client.PostAsync("/api/rules/7?secret=1", null, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var record = Assert.Single(host.Sink.Kept);
        Assert.Equal("Activate", record.Action);
        Assert.Equal("Activation", record.Category);
        Assert.Equal("/api/rules/7", record.Resource);
        Assert.Equal(AuditHost.AdminId, record.AdminId);
        Assert.Equal(IPAddress.Loopback, record.ClientIp);
        Assert.Equal("Admin UI", record.Interface);
        Assert.Equal(AuditResult.Success, record.Result);
        Assert.Equal("acme-okta", record.AuthorizationServer);
        Assert.Equal("zscaler.net::1234567", record.Organization);
        Assert.Equal("Operator", record.Role);
        Assert.Equal(204, record.StatusCode);
        Assert.Null(record.Rejection);
    }

    [Fact]
    public async Task An_endpoint_without_a_policy_is_not_decided_and_leaves_no_record()
    {
        await using var host = await AuditHost.StartAsync(app =>
        {
            app.MapGet("/open", () => "open");
            app.MapGet("/anonymous", [Authorize("Operator"), AllowAnonymous] () => "anonymous");
        });

        Assert.Equal("open", await host.Client.GetStringAsync("/open", Cancellation));
        Assert.Equal("anonymous", await host.Client.GetStringAsync("/anonymous", Cancellation));
        Assert.Empty(host.Sink.Asked);
    }

    [Fact]
    public async Task A_request_without_credentials_leaves_a_record_of_its_refusal()
    {
        await using var host = await AuditHost.StartAsync(app => app.MapGet("/", () => "secret").RequireAuthorization("Operator"));
        host.Client.DefaultRequestHeaders.Remove("X-Role");

        using var response = await host.Client.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var record = Assert.Single(host.Sink.Kept);
        Assert.Equal((AuditResult.Failure, 401, Rejection.NoCredentials), (record.Result, record.StatusCode, record.Rejection));
        Assert.Null(record.AdminId);
    }

    [Fact]
    public async Task A_policy_that_is_not_ours_refuses_with_its_own_reason()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => "secret").RequireAuthorization(policy => policy.RequireRole("Nobody")));

        using var response = await host.Client.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var record = Assert.Single(host.Sink.Kept);
        Assert.Equal((AuditResult.Failure, 403, Rejection.PolicyNotMet), (record.Result, record.StatusCode, record.Rejection));
        Assert.Equal(AuditHost.AdminId, record.AdminId);
    }

    [Fact]
    public async Task A_request_that_met_its_policy_and_was_answered_with_an_error_failed()
    {
        await using var host = await AuditHost.StartAsync(app => app.MapGet("/", () => Results.NotFound()).RequireAuthorization("Operator"));

        using var response = await host.Client.GetAsync("/", Cancellation);

        var record = Assert.Single(host.Sink.Kept);
        Assert.Equal((AuditResult.Failure, 404, (Rejection?)null), (record.Result, record.StatusCode, record.Rejection));
    }

    [Theory]
    [InlineData(AuditFailure.DenyRequest)]
    [InlineData(AuditFailure.LogAndContinue)]
    public async Task An_exception_of_the_endpoint_is_a_failure_and_stays_an_exception(AuditFailure whenSinkFails)
    {
        Exception? seen = null;
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", (HttpContext _) => throw new InvalidTimeZoneException("secret")).RequireAuthorization("Operator"),
            new() { WhenSinkFails = whenSinkFails },
            first: app => app.Use(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception exception)
                {
                    seen = exception;
                    throw;
                }
            }));

        using var response = await host.Client.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.IsType<InvalidTimeZoneException>(seen);
        var record = Assert.Single(host.Sink.Kept);
        Assert.Equal((AuditResult.Failure, 500), (record.Result, record.StatusCode));
    }

    [Fact]
    public async Task A_request_that_the_server_cannot_read_has_the_status_that_the_server_answers_with()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", (HttpContext _) => throw new BadHttpRequestException("Too large.", 413)).RequireAuthorization("Operator"));

        using var response = await host.Client.GetAsync("/", Cancellation);

        Assert.Equal(413, (int)response.StatusCode);
        Assert.Equal(413, Assert.Single(host.Sink.Kept).StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_completed_with_an_error_is_a_failure()
    {
        await using var host = await AuditHost.StartAsync(app => app.MapGet("/", (HttpContext context) =>
            context.Response.BodyWriter.Complete(new InvalidTimeZoneException())).RequireAuthorization("Operator"));

        using var response = await host.Client.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var record = Assert.Single(host.Sink.Kept);
        Assert.Equal((AuditResult.Failure, 500), (record.Result, record.StatusCode));
    }

    [Fact]
    public async Task Every_log_line_inside_the_request_names_the_admin_id()
    {
        await using var host = await AuditHost.StartAsync(app => app.MapGet("/", async (ILogger<AuditedRequestTests> logger) =>
        {
            await Task.Yield();
            logger.LogInformation("inside");
        }).RequireAuthorization("Operator"));

        using var response = await host.Client.GetAsync("/", Cancellation);

        var line = Assert.Single(host.Logs.Lines, line => line.Text == "inside");
        Assert.Equal(AuditHost.AdminId, line.AdminIdOfScope);
        Assert.Contains(line.Scopes, scope => scope?.ToString() == $"AdminId:{AuditHost.AdminId}");
        Assert.DoesNotContain(host.Logs.Lines, other => other.Text.StartsWith("Request starting", StringComparison.Ordinal) && other.AdminIdOfScope is not null);
    }

    [Fact]
    public async Task The_record_is_written_even_if_the_client_has_gone()
    {
        using var client = new CancellationTokenSource();
        await using var host = await AuditHost.StartAsync(app => app.MapGet("/", async (HttpContext context) =>
        {
            await client.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }).RequireAuthorization("Operator"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Client.GetAsync("/", client.Token));

        await Eventually.IsTrueAsync(() => !host.Sink.Kept.IsEmpty);
        Assert.Equal((AuditResult.Failure, 499), (host.Sink.Kept.Single().Result, host.Sink.Kept.Single().StatusCode));
    }
}
