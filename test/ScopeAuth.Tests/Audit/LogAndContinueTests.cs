using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Audit;

public sealed class LogAndContinueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_go_on_and_the_failure_is_said_once()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => "ok").RequireAuthorization("Operator"), new() { WhenSinkFails = AuditFailure.LogAndContinue });
        host.Sink.Fail();
        for (var number = 0; number < 5; number++) Assert.Equal("ok", await host.Client.GetStringAsync("/", Cancellation));

        Assert.Equal(5, host.Sink.Asked.Count);
        Assert.Single(host.Logs.Lines, line => line.Is(61));

        host.Sink.Recover();
        Assert.Equal("ok", await host.Client.GetStringAsync("/", Cancellation));
        Assert.Equal(5L, Assert.Single(host.Logs.Lines, line => line.Is(62)).Fields["Missed"]);
    }

    [Fact]
    public async Task The_response_is_not_wrapped_and_the_record_has_its_final_status()
    {
        Type? body = null;
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", (HttpContext context) =>
            {
                body = context.Response.Body.GetType();
                return Results.Accepted();
            }).RequireAuthorization("Operator"),
            new() { WhenSinkFails = AuditFailure.LogAndContinue });

        using var response = await host.Client.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.DoesNotContain("Audit", body!.Name, StringComparison.Ordinal);
        Assert.Equal(202, Assert.Single(host.Sink.Kept).StatusCode);
    }

    [Fact]
    public async Task The_mode_may_be_changed_while_the_application_runs()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => "ok").RequireAuthorization("Operator"), new() { WhenSinkFails = AuditFailure.LogAndContinue });
        host.Sink.Fail();
        Assert.Equal("ok", await host.Client.GetStringAsync("/", Cancellation));

        host.Options.WhenSinkFails = AuditFailure.DenyRequest;
        using var refused = await host.Client.GetAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }

    [Fact]
    public async Task An_endpoint_that_fails_after_it_began_to_answer_is_a_failure_with_the_status_that_was_told()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", async (HttpContext context) =>
            {
                await context.Response.Body.WriteAsync(new byte[10]);
                await context.Response.Body.FlushAsync();
                throw new InvalidTimeZoneException();
            }).RequireAuthorization("Operator"),
            new() { WhenSinkFails = AuditFailure.LogAndContinue });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetByteArrayAsync("/", Cancellation));

        await Eventually.IsTrueAsync(() => !host.Sink.Kept.IsEmpty);
        var record = Assert.Single(host.Sink.Kept);
        Assert.Equal((AuditResult.Failure, 200), (record.Result, record.StatusCode));
    }
}
