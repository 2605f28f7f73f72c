using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeAuth.Audit;

namespace ScopeAuth.Tests.Audit;

/// <summary>Whatever a request brings, its record is one line, and every field holds what was sent.</summary>
public sealed class ForgedLineTests
{
    public static TheoryData<string> Evil => new(
        "a\n{\"timestamp\":\"2026-03-01T12:00:00Z\",\"result\":\"Success\"}",
        "a\r\nb",
        "\",\"result\":\"Success\",\"x\":\"",
        "\u2028\u2029\u0085",
        "\u202eevil\u202c",
        "\u001b[2Jgone",
        "{0} {Result} ${jndi:ldap://x}",
        "\0",
        "tab\there");

    [Theory]
    [MemberData(nameof(Evil))]
    public async Task A_record_in_a_file_is_one_line_of_ascii_that_reads_back(string evil)
    {
        using var folder = new TemporaryFolder();
        await using (var sink = new JsonLinesAuditSink(new(() => new() { Directory = folder.Path }, "/"), new ManualClock(), NullLogger.Instance))
            await sink.WriteAsync(RecordOf(evil), CancellationToken.None);

        var bytes = await File.ReadAllBytesAsync(folder["audit-20260301.jsonl"], TestContext.Current.CancellationToken);
        Assert.Equal(bytes.Length - 1, Array.IndexOf(bytes, (byte)'\n'));
        Assert.All(bytes.SkipLast(1), code => Assert.InRange(code, 0x20, 0x7e));
        using var json = JsonDocument.Parse(bytes);
        foreach (var name in new[] { "action", "category", "resource", "adminId", "interface", "traceId", "authorizationServer", "clientId", "organization", "role", "tokenId" })
            Assert.Equal(evil, json.RootElement.GetProperty(name).GetString());
        Assert.Equal("Failure", json.RootElement.GetProperty("result").GetString());
    }

    [Theory]
    [MemberData(nameof(Evil))]
    public void A_record_in_the_log_is_one_line_and_so_is_each_of_its_fields(string evil)
    {
        using var logs = new CollectedLogs();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(logs));
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();

        new LoggerAuditSink(loggers, new(services.GetRequiredService<IMeterFactory>())).Write(RecordOf(evil));

        var line = Assert.Single(logs.Lines);
        Assert.Equal("ScopeAuth.Audit", line.Category);
        Assert.Equal(60, line.Event.Id);
        Assert.DoesNotContain(line.Text, character => char.IsControl(character) || character is '\u2028' or '\u2029' or '\u202e' or '\u202c');
        Assert.All(line.Fields.Values.OfType<string>(), text => Assert.DoesNotContain(text, char.IsControl));
    }

    [Fact]
    public async Task Half_a_character_does_not_break_a_record()
    {
        using var folder = new TemporaryFolder();
        await using (var sink = new JsonLinesAuditSink(new(() => new() { Directory = folder.Path }, "/"), new ManualClock(), NullLogger.Instance))
            await sink.WriteAsync(RecordOf("x" + (char)0xD83D + "y"), CancellationToken.None);

        using var json = JsonDocument.Parse(Assert.Single(folder.Lines("audit-20260301.jsonl")));
        Assert.Equal("x\ufffdy", json.RootElement.GetProperty("resource").GetString());
    }

    private static AuditRecord RecordOf(string text) => new()
    {
        Timestamp = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Action = text,
        Category = text,
        Resource = text,
        AdminId = text,
        Interface = text,
        Result = AuditResult.Failure,
        TraceId = text,
        AuthorizationServer = text,
        ClientId = text,
        Organization = text,
        Role = text,
        TokenId = text,
        StatusCode = 401,
        Rejection = Rejection.Expired,
    };
}
