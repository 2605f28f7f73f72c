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

    public static Task KeepAsync(this IAuditSink sink, string resource) => sink.WriteAsync(For(resource), CancellationToken.None).AsTask();
}
