using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Tests.Audit;

/// <summary>The response that waits for its record, among what else stands in a pipeline.</summary>
public sealed class GuardedResponseTests
{
    private const string Body = AnsweringEndpoints.Body;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_endpoint_that_throws_while_the_trail_fails_is_not_told_as_success_by_an_error_page()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", (HttpContext _) => throw new InvalidTimeZoneException()).RequireAuthorization("Operator"),
            first: app => app.Use(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (InvalidTimeZoneException)
                {
                    await context.Response.WriteAsync("all is well");
                }
            }));
        Assert.Equal("all is well", await host.Client.GetStringAsync("/", Cancellation));

        host.Sink.Fail();
        using var response = await host.Client.GetAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task A_response_that_was_under_way_before_the_decision_is_cut_off()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => Task.CompletedTask).RequireAuthorization("Operator"),
            first: app => app.Use(async (context, next) =>
            {
                await context.Response.WriteAsync("early");
                await next(context);
            }));
        Assert.Equal("early", await host.Client.GetStringAsync("/", Cancellation));

        host.Sink.Fail();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetStringAsync("/", Cancellation));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetStringAsync("/", Cancellation));
    }

    [Fact]
    public async Task Compression_around_the_endpoint_still_works()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => new string('a', 10_000)).RequireAuthorization("Operator"),
            before: services => services.AddResponseCompression(), first: app => app.UseResponseCompression());
        host.Client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");

        using var response = await host.Client.GetAsync("/", Cancellation);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Single(host.Sink.Kept);

        host.Sink.Fail();
        using var refused = await host.Client.GetAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }

    [Fact]
    public async Task Synchronous_writes_are_told_what_to_do_and_work_once_the_response_has_started()
    {
        await using var host = await AuditHost.StartAsync(app =>
        {
            app.MapGet("/early", (HttpContext context) => context.Response.Body.Write(Encoding.UTF8.GetBytes(Body))).RequireAuthorization("Operator");
            app.MapGet("/late", async (HttpContext context) =>
            {
                context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
                await context.Response.StartAsync();
                context.Response.Body.Write(Encoding.UTF8.GetBytes(Body));
                context.Response.Body.Flush();
            }).RequireAuthorization("Operator");
        });

        using var refused = await host.Client.GetAsync("/early", Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, refused.StatusCode);
        Assert.Equal(Body, await host.Client.GetStringAsync("/late", Cancellation));
    }

    [Fact]
    public async Task Without_a_sink_that_can_fail_the_response_is_not_wrapped()
    {
        Type? body = null;
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", (HttpContext context) => body = context.Response.Body.GetType()).RequireAuthorization("Operator"),
            withSink: false);

        using var response = await host.Client.GetAsync("/", Cancellation);

        Assert.DoesNotContain("Audit", body!.Name, StringComparison.Ordinal);
        Assert.Single(host.Logs.Lines, line => line.Is(60));
    }
}
