using System.Globalization;
using System.Net;

namespace ScopeAuth.Tests.Audit;

internal static class SomeRecord
{
    public static AuditRecord For(string resource) => new()
    {
        Timestamp = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Action = "Read",
        Category = "Firewall",
        Resource = resource,
        AdminId = "oauth-FirewallAdmin$@1234567.zscaler.net",
        ClientIp = IPAddress.Parse("192.0.2.7"),
        Interface = "API",
        Result = AuditResult.Success,
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        AuthorizationServer = "acme-okta",
        ClientId = "0oa1",
        Organization = "zscaler.net::1234567",
        Role = "FirewallAdmin",
        TokenId = "AT.1",
        StatusCode = 200,
    };

    public static DateTimeOffset At(int second) => new(2026, 3, 1, 12, 0, second, TimeSpan.Zero);

    /// <summary>A record with nothing that may be missing, known by its status, and one second later than that of the number before.</summary>
    public static AuditRecord Bare(int number) => new()
    {
        Timestamp = At(0).AddSeconds(number),
        Action = "Read",
        Resource = $"/{number}",
        Interface = "API",
        Result = AuditResult.Success,
        TraceId = string.Create(CultureInfo.InvariantCulture, $"trace{number}"),
        StatusCode = number,
    };

    /// <summary>Six that differ in everything that is asked for.</summary>
    public static AuditRecord[] Six() =>
    [
        Bare(0) with { Resource = "/rules/0", ClientIp = IPAddress.Parse("192.0.2.7"), Category = "Firewall" },
        Bare(1) with { Resource = "/rules/1", ClientIp = IPAddress.Parse("192.0.2.7"), Result = AuditResult.Failure },
        Bare(2) with { Resource = "/rules/10", ClientIp = IPAddress.Parse("2001:db8::1"), Category = "Locations" },
        Bare(3) with { ClientIp = IPAddress.Parse("192.0.2.77"), Action = "Activate", AdminId = "oauth-Operator$@1.zscaler.net" },
        Bare(4) with { ClientIp = IPAddress.Parse("192.0.2.7"), Category = "Locations", AdminId = "oauth-Auditor$@1.zscaler.net" },
        Bare(5) with { ClientIp = IPAddress.Parse("192.0.2.7"), Resource = "/rules/\"<é\u202e\\\n", Result = AuditResult.Failure, Interface = "Console" },
    ];

    public static Task KeepAsync(this IAuditSink sink, string resource) => sink.WriteAsync(For(resource), CancellationToken.None).AsTask();
}
