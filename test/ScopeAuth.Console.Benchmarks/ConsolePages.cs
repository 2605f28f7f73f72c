using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace ScopeAuth.Console.Benchmarks;

/// <summary>Every page that shows what grows, with each filter and search, first and deep.</summary>
internal static class ConsolePages
{
    public static async Task<IReadOnlyList<(string Name, string Address)>> AllAsync(ConsoleNode node, int records)
    {
        var (log, seen) = (node.Services.GetRequiredService<IAuditLog>(), node.Services.GetRequiredService<SeenTokens>());
        var middle = SomeTraffic.TimeOf(records / 2, records);
        var deep = (await log.QueryAsync(new() { To = middle })).Next ?? throw new InvalidOperationException("The trail has no middle.");
        var tokens = (await seen.QueryAsync(new() { Limit = 1000 }));
        for (var page = 0; page < 40 && tokens.Next is { } next; page++) tokens = await seen.QueryAsync(new() { Limit = 1000, After = next });
        var some = tokens.Tokens[0];
        var old = SomeTraffic.Record(records / 3, records);
        return
        [
            ("overview", ""),
            ("servers", "servers"),
            ("one server", "servers/as"),
            ("roles", "roles"),
            ("revocations", "revocations"),
            ("tokens", "tokens"),
            ("tokens, a deep page", Query("tokens", ("after", SeenTokenPlace.Of(some).ToString()))),
            ("tokens, of a client", Query("tokens", ("client", "client-4321"))),
            ("tokens, of clients by their beginning", Query("tokens", ("client", "client-43*"))),
            ("tokens, of a client that there is not", Query("tokens", ("client", "nobody"))),
            ("tokens, by token ID", Query("tokens", ("token", some.TokenId!))),
            ("tokens, active", Query("tokens", ("status", "Active"))),
            ("tokens, revoked", Query("tokens", ("status", "Revoked"))),
            ("tokens, expired", Query("tokens", ("status", "Expired"))),
            ("tokens, of a server", Query("tokens", ("server", "as"))),
            ("tokens, issued within a minute", Query("tokens", ("issuedFrom", Time(some.IssuedAt!.Value)), ("issuedTo", Time(some.IssuedAt!.Value.AddMinutes(1))))),
            ("tokens, that expire within a minute", Query("tokens", ("expiresFrom", Time(some.ExpiresAt)), ("expiresTo", Time(some.ExpiresAt.AddMinutes(1))))),
            ("one token", $"tokens/{some.Id}"),
            ("audit log", "audit"),
            ("audit log, a deep page", Query("audit", ("after", deep))),
            ("audit log, an hour in the middle", Query("audit", ("from", Time(middle)), ("to", Time(middle.AddHours(1))))),
            ("audit log, an hour at the beginning", Query("audit", ("from", Time(SomeTraffic.Start)), ("to", Time(SomeTraffic.Start.AddHours(1))))),
            ("audit log, a frequent action", Query("audit", ("action", "Read"))),
            ("audit log, an action that only the oldest have", Query("audit", ("action", "Activate"))),
            ("audit log, an action that there is not", Query("audit", ("action", "Nothing"))),
            ("audit log, a category", Query("audit", ("category", "Locations"))),
            ("audit log, failures", Query("audit", ("result", "Failure"))),
            ("audit log, an interface", Query("audit", ("interface", "Admin UI"))),
            ("audit log, a resource", Query("audit", ("resource", old.Resource))),
            ("audit log, resources by their beginning", Query("audit", ("resource", "/api/v1/Users/*"))),
            ("audit log, a resource that there is not", Query("audit", ("resource", "/nowhere"))),
            ("audit log, an admin ID", Query("audit", ("admin", old.AdminId!))),
            ("audit log, admin IDs by their beginning", Query("audit", ("admin", "oauth-Role3*"))),
            ("audit log, an address", Query("audit", ("ip", old.ClientIp!.ToString()))),
            ("audit log, addresses by their beginning", Query("audit", ("ip", "10.3.*"))),
            ("audit log, a trace ID", Query("audit", ("trace", old.TraceId))),
            ("audit log, trace IDs by their beginning", Query("audit", ("trace", old.TraceId[..9] + "*"))),
            ("audit log, a trace ID that there is not", Query("audit", ("trace", new string('0', 32)))),
            ("audit log, category and failures and admin ID", Query("audit", ("category", "Dlp"), ("result", "Failure"), ("admin", "oauth-Role36*"))),
            ("audit log, two that never meet", Query("audit", ("interface", "Admin UI"), ("result", "Failure"))),
            ("audit log, a deep page of a category", Query("audit", ("category", "Locations"), ("after", deep))),
        ];
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Query(string page, params ReadOnlySpan<(string Name, string Value)> parts)
    {
        var query = new List<string>();
        foreach (var (name, value) in parts) query.Add($"{name}={Uri.EscapeDataString(value)}");
        return $"{page}?{string.Join('&', query)}";
    }
}
