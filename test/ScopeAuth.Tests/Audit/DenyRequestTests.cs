using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Audit;

/// <summary>No client is told success unless the record was kept.</summary>
public sealed class DenyRequestTests
{
    private const string Body = AnsweringEndpoints.Body;

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

    private static Task<AuditHost> StartAsync() =>
        AuditHost.StartAsync(AnsweringEndpoints.Map, before: services => services.AddControllers());
}
