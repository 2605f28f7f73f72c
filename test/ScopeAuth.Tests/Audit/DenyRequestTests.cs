using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Tests.Audit;

/// <summary>No client is told success unless the record was kept.</summary>
public sealed class DenyRequestTests
{
    private const string Body = "the endpoint's body";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/text")]
    [InlineData("/json")]
    [InlineData("/created")]
    [InlineData("/nothing")]
    [InlineData("/stream")]
    [InlineData("/pipe")]
    [InlineData("/unflushed")]
    [InlineData("/completed")]
    [InlineData("/started")]
    [InlineData("/file")]
    [InlineData("/bytes")]
    [InlineData("/events")]
    [InlineData("/swapped")]
    [InlineData("/audited/rules")]
    public async Task What_an_endpoint_answers_is_told_only_if_its_record_is_kept(string path)
    {
        await using var host = await StartAsync();
        using var good = await host.Client.GetAsync(path, Cancellation);
        Assert.True(good.IsSuccessStatusCode);
        if (path != "/nothing") Assert.NotEmpty(await good.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal((int)good.StatusCode, Assert.Single(host.Sink.Kept).StatusCode);

        host.Sink.Fail();
        using var refused = await host.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("refused: AuditUnavailable", await refused.Content.ReadAsStringAsync(Cancellation));
        Assert.False(refused.Headers.Contains("X-Endpoint"));
        Assert.Null(refused.Headers.Location);
        Assert.Equal(2, host.Sink.Asked.Count);
    }

    [Theory]
    [InlineData("/text")]
    [InlineData("/unflushed")]
    [InlineData("/completed")]
    [InlineData("/stream")]
    [InlineData("/pipe")]
    [InlineData("/swapped")]
    [InlineData("/file")]
    public async Task What_passes_through_is_whole(string path)
    {
        await using var host = await StartAsync();

        Assert.Equal(Body, await host.Client.GetStringAsync(path, Cancellation));
    }

    [Fact]
    public async Task A_head_request_is_told_success_only_with_its_record()
    {
        await using var host = await StartAsync();
        using var question = new HttpRequestMessage(HttpMethod.Head, "/text");
        using var good = await host.Client.SendAsync(question, Cancellation);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal("Read", Assert.Single(host.Sink.Kept).Action);

        host.Sink.Fail();
        using var again = new HttpRequestMessage(HttpMethod.Head, "/text");
        using var refused = await host.Client.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }

    [Fact]
    public async Task The_record_is_kept_before_the_first_byte_leaves()
    {
        await using var host = await StartAsync();
        var disk = new TaskCompletionSource();
        host.Sink.Behaviour = async (_, _) => await disk.Task;

        var response = host.Client.GetAsync("/text", Cancellation);
        await Eventually.IsTrueAsync(() => !host.Sink.Asked.IsEmpty);
        Assert.False(response.IsCompleted);

        disk.SetResult();
        using var told = await response;
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
    }

    [Fact]
    public async Task Once_a_sink_has_failed_no_request_reaches_an_endpoint_until_a_record_is_kept()
    {
        var calls = 0;
        await using var host = await AuditHost.StartAsync(
            app => app.MapPost("/", () => Interlocked.Increment(ref calls)).RequireAuthorization("Operator"));
        async Task<HttpStatusCode> PostAsync()
        {
            using var response = await host.Client.PostAsync("/", null, Cancellation);
            return response.StatusCode;
        }

        host.Sink.Fail();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync());            // reached its endpoint, was not told so
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync());
        Assert.Equal(1, calls);

        host.Sink.Recover();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync());            // the probe
        Assert.Equal(1, calls);
        var probe = Assert.Single(host.Sink.Kept);
        Assert.Equal((AuditResult.Failure, 503, Rejection.AuditUnavailable), (probe.Result, probe.StatusCode, probe.Rejection));

        Assert.Equal(HttpStatusCode.OK, await PostAsync());
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_refused_request_is_a_probe_too_and_is_told_its_own_reason()
    {
        await using var host = await StartAsync();
        host.Sink.Fail();
        using var lost = await host.Client.GetAsync("/text", Cancellation);
        host.Client.DefaultRequestHeaders.Remove("X-Role");

        using var refused = await host.Client.GetAsync("/text", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        host.Sink.Recover();
        using var probe = await host.Client.GetAsync("/text", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, probe.StatusCode);
        host.Client.DefaultRequestHeaders.Add("X-Role", "Operator");
        Assert.Equal(Body, await host.Client.GetStringAsync("/text", Cancellation));
    }

    [Fact]
    public async Task A_stream_of_events_has_its_record_when_it_starts()
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync("/endless", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        using var reader = new StreamReader(stream);

        Assert.Equal("data: event 0", await reader.ReadLineAsync(Cancellation));
        Assert.Equal(200, Assert.Single(host.Sink.Kept).StatusCode);
    }

    [Fact]
    public async Task An_endless_stream_ends_when_its_record_is_not_kept()
    {
        await using var host = await StartAsync();
        host.Sink.Fail();

        using var response = await host.Client.GetAsync("/endless", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

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

    private static Task<AuditHost> StartAsync() => AuditHost.StartAsync(Map, before: services => services.AddControllers());

    private static void Map(WebApplication app)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "audited-body.txt");
        if (!File.Exists(file)) File.WriteAllText(file, Body);
        var bytes = Encoding.UTF8.GetBytes(Body);
        app.MapControllers();
        var api = app.MapGroup("/").RequireAuthorization("Operator");
        api.MapMethods("/text", ["GET", "HEAD"], (HttpContext context) =>
        {
            context.Response.Headers["X-Endpoint"] = "1";
            return Body;
        });
        api.MapGet("/json", () => new { body = Enumerable.Repeat(Body, 10_000) });
        api.MapGet("/created", () => Results.Created("/secret/1", Body));
        api.MapGet("/nothing", () => Results.NoContent());
        api.MapGet("/stream", async (HttpContext context) =>
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, 5));
            await context.Response.Body.FlushAsync();
            await Task.Factory.FromAsync(context.Response.Body.BeginWrite, context.Response.Body.EndWrite, bytes, 5, bytes.Length - 5, null);
        });
        api.MapGet("/pipe", async (HttpContext context) =>
        {
            bytes.AsSpan(0, 5).CopyTo(context.Response.BodyWriter.GetSpan(5));
            context.Response.BodyWriter.Advance(5);
            await context.Response.Body.WriteAsync(bytes.AsMemory(5, 3));
            await context.Response.BodyWriter.WriteAsync(bytes.AsMemory(8));
        });
        api.MapGet("/unflushed", (HttpContext context) =>
        {
            bytes.CopyTo(context.Response.BodyWriter.GetMemory(bytes.Length));
            context.Response.BodyWriter.Advance(bytes.Length);
        });
        api.MapGet("/completed", (HttpContext context) =>
        {
            bytes.CopyTo(context.Response.BodyWriter.GetMemory(bytes.Length));
            context.Response.BodyWriter.Advance(bytes.Length);
            context.Response.BodyWriter.Complete();
        });
        api.MapGet("/started", async (HttpContext context) =>
        {
            await context.Response.StartAsync();
            await context.Response.WriteAsync(Body);
            await context.Response.CompleteAsync();
        });
        api.MapGet("/file", () => Results.File(file));
        api.MapGet("/bytes", () => Results.Bytes(bytes));
        api.MapGet("/events", () => TypedResults.ServerSentEvents(Events(3)));
        api.MapGet("/endless", (CancellationToken cancellationToken) => TypedResults.ServerSentEvents(Events(int.MaxValue, cancellationToken)));
        api.MapGet("/swapped", async (HttpContext context) =>
        {
            var plain = context.Response.Body;
            using var memory = new MemoryStream();
            context.Response.Body = memory;
            await context.Response.WriteAsync(Body);
            context.Response.Body = plain;
            memory.Position = 0;
            await memory.CopyToAsync(plain);
        });
    }

    private static async IAsyncEnumerable<string> Events(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var number = 0; number < count; number++)
        {
            yield return $"event {number}";
            if (number == 10) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }
}
