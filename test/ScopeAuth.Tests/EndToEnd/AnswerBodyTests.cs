using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>How the answer to a refused request leaves, by ScopeAuth's own middleware and by the framework's two.</summary>
public sealed class AnswerBodyTests : IAsyncLifetime
{
    private TestAuthorizationServer? _server;

    public async ValueTask InitializeAsync() => _server = await TestServers.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_says_how_long_it_is(bool ownMiddleware)
    {
        await using var api = await StartAsync(ownMiddleware, _ => { });
        using var response = await api.Http.GetAsync(new Uri("/firewall", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, response.Content.Headers.ContentLength);
        Assert.Null(response.Headers.TransferEncodingChunked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_the_application_puts_before_the_servers_gets_the_whole_answer(bool ownMiddleware)
    {
        var copied = new MemoryStream();
        await using var api = await StartAsync(ownMiddleware, app => app.Use(async (context, next) =>
        {
            var servers = context.Response.Body;
            context.Response.Body = copied;
            await next(context);
            context.Response.Body = servers;
            await servers.WriteAsync(copied.ToArray(), context.RequestAborted);
        }));
        var text = await ReadAsync(api);

        Assert.Equal(401, (int)JsonNode.Parse(text)!["status"]!);
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(copied.ToArray()));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_middleware_that_would_replace_it_finds_it_under_way_and_recorded(bool ownMiddleware, bool isRecorded)
    {
        var sink = new RecordingSink();
        (bool HasStarted, int Records) found = default;
        await using var api = await StartAsync(
            ownMiddleware,
            app => app.Use(async (context, next) =>
            {
                await next(context);
                found = (context.Response.HasStarted, sink.Kept.Count);
                if (context.Response is { StatusCode: 401, HasStarted: false }) await context.Response.WriteAsync("mine", context.RequestAborted);
            }),
            builder =>
            {
                if (isRecorded) builder.Services.AddSingleton<IAuditSink>(sink);
                else builder.Logging.ClearProviders();
            });

        Assert.Equal(401, (int)JsonNode.Parse(await ReadAsync(api))!["status"]!);
        Assert.Equal((true, isRecorded ? 1 : 0), found);
    }

    [Theory]
    [InlineData("plain-1:2._3")]
    [InlineData("\"},{\"\\")]
    [InlineData("über\r\n\ud800")]
    public async Task A_trace_id_that_the_application_chose_breaks_no_document(string chosen)
    {
        await using var api = await StartAsync(ownMiddleware: true, app => app.Use((context, next) =>
        {
            Activity.Current = null;
            context.TraceIdentifier = chosen;
            return next(context);
        }));

        Assert.Equal(chosen.Replace('\ud800', '\ufffd'), (string?)JsonNode.Parse(await ReadAsync(api))!["traceId"]);
    }

    private static async Task<string> ReadAsync(TestApi api)
    {
        using var response = await api.Http.GetAsync(new Uri("/firewall", UriKind.Relative), TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task<TestApi> StartAsync(bool ownMiddleware, Action<WebApplication> before, Action<WebApplicationBuilder>? configure = null) =>
        TestApi.StartAsync(_server!.ConfigurationFor("acme"), configure: configure, map: app =>
        {
            before(app);
            app.UseRouting();
            if (ownMiddleware) app.UseScopeRoleAuth();
            else app.UseAuthentication().UseAuthorization();
        });
}
