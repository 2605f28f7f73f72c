using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Audit;

namespace ScopeAuth.Tests.Audit;

public sealed class AuditRegistrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Action<IServiceCollection>> Registrations => new()
    {
        { "instance", services => services.AddSingleton<IAuthorizationMiddlewareResultHandler>(new HidingHandler()) },
        { "factory", services => services.AddTransient<IAuthorizationMiddlewareResultHandler>(_ => new HidingHandler()) },
        { "type", services => services.AddScoped<IAuthorizationMiddlewareResultHandler, HidingHandler>() },
    };

    [Theory]
    [MemberData(nameof(Registrations))]
    public async Task A_result_handler_that_was_registered_before_still_decides_the_answer(string how, Action<IServiceCollection> register)
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => how).RequireAuthorization("Operator"), before: register);

        Assert.Equal(how, await host.Client.GetStringAsync("/", Cancellation));
        host.Client.DefaultRequestHeaders.Remove("X-Role");
        using var hidden = await host.Client.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal([200, 404], host.Sink.Kept.Select(record => record.StatusCode));
        Assert.Equal(Rejection.NoCredentials, host.Sink.Kept.Last().Rejection);
    }

    [Fact]
    public async Task A_result_handler_that_overrules_a_refusal_is_told_as_success_only_with_a_record()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => "secret").RequireAuthorization("Operator"),
            before: services => services.AddSingleton<IAuthorizationMiddlewareResultHandler>(new OverrulingHandler()));
        host.Client.DefaultRequestHeaders.Remove("X-Role");
        Assert.Equal("secret", await host.Client.GetStringAsync("/", Cancellation));
        Assert.Equal((AuditResult.Failure, 200), (Assert.Single(host.Sink.Kept).Result, host.Sink.Kept.Single().StatusCode));

        host.Sink.Fail();
        using var response = await host.Client.GetAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_result_handler_that_is_registered_after_stops_the_start()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => AuditHost.StartAsync(
            app => app.MapGet("/", () => "ok"),
            after: services => services.AddSingleton<IAuthorizationMiddlewareResultHandler>(new HidingHandler())));

        Assert.Contains(nameof(HidingHandler), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trail_is_registered_once()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => "ok").RequireAuthorization("Operator"), after: services => services.AddAuditTrail());

        Assert.Equal("ok", await host.Client.GetStringAsync("/", Cancellation));
        Assert.Single(host.Sink.Kept);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_stops_the_start_and_is_named()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["taken"], "", Cancellation);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => AuditHost.StartAsync(app => app.MapGet("/", () => "ok"), new() { Directory = folder["taken"] }));

        Assert.Contains(folder["taken"], fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_where_requests_go_on()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["taken"], "", Cancellation);
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => "ok").RequireAuthorization("Operator"),
            new() { Directory = folder["taken"], WhenSinkFails = AuditFailure.LogAndContinue });

        Assert.Contains(host.Logs.Lines, line => line.Is(61));
        Assert.Equal("ok", await host.Client.GetStringAsync("/", Cancellation));
    }

    [Fact]
    public void A_relative_folder_starts_at_the_content_root()
    {
        var root = Path.GetFullPath("/srv/api");

        Assert.Equal(Path.Combine(root, "audit"), new AuditSettings(() => new() { Directory = "audit" }, root).Directory);
        Assert.Equal(Path.GetFullPath("/var/audit"), new AuditSettings(() => new() { Directory = "/var/audit" }, root).Directory);
        Assert.Null(new AuditSettings(() => new(), root).Directory);
    }

    private sealed class HidingHandler : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded) return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
    }

    private sealed class OverrulingHandler : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
            next(context);
    }
}
