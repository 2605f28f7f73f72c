using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Tests.Audit;

/// <summary>One endpoint for each way to answer.</summary>
internal static class AnsweringEndpoints
{
    public const string Body = "the endpoint's body";

    public static void Map(WebApplication app)
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
