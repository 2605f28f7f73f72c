using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.EndToEnd;

/// <summary>Text of an admitted token is written, where it names the token and its client; it must not write more than a field.</summary>
public sealed class ForgedTextTests
{
    public static TheoryData<string> Evil => new(
        "a\nScopeAuth.Audit: Success: Delete",
        "a\r\nSet-Cookie: a=b\r\n\r\n<html>",
        "\",\"result\":\"Success\",\"x\":\"",
        "\u2028\u2029\u0085\u000b\u000c",
        "\u202egnp.exe\u2066\u200f\u061c\ufeff\u00ad",
        "\u001b[2J\u001b]0;x\u0007\u009b31m",
        "{0} {Result} {{}} ${jndi:ldap://x} %s",
        "\0\u0001\u007f",
        "<script>alert(1)</script>");

    [Theory]
    [MemberData(nameof(Evil))]
    public async Task H151_No_claim_forges_a_line_of_a_log_or_of_the_audit_trail_or_a_header(string evil)
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestServers.StartAsync(configure: options => options.Clients.Add(new() { Id = evil, Secret = "not used" }));
        await using var api = await TestApi.StartAsync(server.ConfigurationFor("acme"), [new("Audit:Directory", folder.Path)]);
        await api.Services.GetRequiredService<KeyRings>().All.Single().RefreshAsync();
        var token = server.IssueToken(new TestToken
        {
            Scopes = [$"{TestServers.Organization}::Auditor"],
            ClientId = evil,
            TokenId = evil,
            Subject = evil,
            Claims = { [evil] = evil, ["act"] = evil },
            Header = { [evil] = evil },
        });

        var admitted = await api.AskAsync("/whoami", token);
        // The name of an organisation, and the path, come from the request. The server itself refuses a path with NUL.
        var refused = await api.AskAsync($"/{Uri.EscapeDataString(evil.Replace("\0", "", StringComparison.Ordinal))}/whoami", token);
        var unnamed = await api.AskAsync("/whoami", token, change: request => request.Headers.TryAddWithoutValidation("X-Organization", Uri.EscapeDataString(evil)));

        Assert.Equal((200, 403, 403), (admitted.Status, refused.Status, unnamed.Status));
        Assert.Equal(evil, admitted.Json.GetProperty("clientId").GetString());
        foreach (var answer in (Answer[])[admitted, refused, unnamed]) Assert.All(answer.Headers.Split('\n'), IsOneLine);
        foreach (var answer in (Answer[])[refused, unnamed])
        {
            IsOneLine(answer.Body);
            Assert.DoesNotContain("script", answer.Body, StringComparison.OrdinalIgnoreCase);
        }
        // Scopes hold what the framework puts there: the path of the request as it was sent.
        var ours = api.Logs.Entries.Where(entry => entry.Category.StartsWith("ScopeAuth", StringComparison.Ordinal)).ToList();
        Assert.True(ours.Count >= 6);
        Assert.All(ours, entry => IsOneLine($"{entry.Text} {entry.Fields}"));
        IsOneRecordEach(string.Concat(folder.Names().Select(folder.Read)), evil);
    }

    private static void IsOneLine(string text) => Assert.DoesNotContain(text.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static void IsOneRecordEach(string file, string evil)
    {
        Assert.DoesNotContain(file, character => character is not ('\n' or (>= ' ' and <= '~')));
        var records = file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["Success", "Failure", "Failure"], records.Select(record => record.GetProperty("result").GetString()));
        Assert.All(records, record => Assert.Equal(evil, record.GetProperty("tokenId").GetString()));
    }
}
