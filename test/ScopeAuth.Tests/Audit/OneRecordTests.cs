using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Bearer;

namespace ScopeAuth.Tests.Audit;

/// <summary>One record for each request, however many policies, schemes and pages have a say in it.</summary>
public sealed class OneRecordTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_policies_and_groups_make_one_record()
    {
        await using var host = await AuditHost.StartAsync(app => app.MapGroup("/group").RequireAuthorization("Known").WithAuditAction("Group")
            .MapGet("/", [Authorize("Operator"), Authorize("Known")] () => "ok")
            .RequireAuthorization("Operator", "Known").WithAuditAction("Endpoint"));

        Assert.Equal("ok", await host.Client.GetStringAsync("/group/", Cancellation));
        Assert.Equal("Endpoint", Assert.Single(host.Sink.Kept).Action);
    }

    [Fact]
    public async Task A_controller_with_policies_on_class_and_method_makes_one_record()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapControllers(), before: services => services.AddControllers());

        Assert.Equal("[1,2,3]", await host.Client.GetStringAsync("/audited/rules", Cancellation));
        using var response = await host.Client.PostAsync("/audited/rules", null, Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal([("Read", 200), ("Import", 201)], host.Sink.Kept.Select(record => (record.Action, record.StatusCode)));
    }

    [Fact]
    public async Task An_error_page_behind_a_policy_makes_no_second_record()
    {
        await using var host = await AuditHost.StartAsync(
            app =>
            {
                app.MapGet("/", (HttpContext _) => throw new InvalidTimeZoneException()).RequireAuthorization("Operator");
                app.Map("/error", () => Results.Text("sorry", statusCode: 500)).RequireAuthorization("Operator");
            },
            first: app => app.UseExceptionHandler("/error").UseRouting());

        using var response = await host.Client.GetAsync("/", Cancellation);

        Assert.Equal("sorry", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("/", Assert.Single(host.Sink.Kept).Resource);
    }

    [Fact]
    public async Task Authorization_that_stands_twice_in_the_pipeline_makes_one_record()
    {
        await using var host = await AuditHost.StartAsync(
            app => app.MapGet("/", () => "ok").RequireAuthorization("Operator"),
            first: app => app.UseRouting().UseAuthentication().UseAuthorization());

        Assert.Equal("ok", await host.Client.GetStringAsync("/", Cancellation));
        Assert.Single(host.Sink.Kept);
    }

    [Fact]
    public async Task What_another_scheme_refused_is_no_reason_once_the_policy_is_met_but_a_later_refusal_is()
    {
        await using var host = await AuditHost.StartAsync(
            app =>
            {
                app.MapGet("/missing", () => Results.NotFound()).RequireAuthorization("Operator");
                app.MapGet("/refused", (HttpContext context) =>
                {
                    RequestDecision.Of(context).Rejection = Rejection.InsufficientRole;
                    return Results.StatusCode(403);
                }).RequireAuthorization("Operator");
            },
            first: app => app.Use((context, next) =>
            {
                RequestDecision.Of(context).Rejection = Rejection.Expired;
                return next(context);
            }));

        using var missing = await host.Client.GetAsync("/missing", Cancellation);
        using var refused = await host.Client.GetAsync("/refused", Cancellation);

        Assert.Equal([(404, null), (403, Rejection.InsufficientRole)], host.Sink.Kept.Select(record => (record.StatusCode, record.Rejection)));
    }
}
