using System.Globalization;
using System.Net;

namespace ScopeAuth.Console.Benchmarks;

/// <summary>Records and tokens as a busy API leaves them: a few frequent values, many rare ones, and some that only the oldest have.</summary>
internal static class SomeTraffic
{
    public const string Organization = "zscaler.net::1234567";

    private static readonly string[] Actions = ["Read", "Read", "Read", "Read", "Create", "Update", "Patch", "Delete"];
    private static readonly string[] Categories = ["Firewall", "UrlFiltering", "Locations", "Users", "Sandbox", "Dlp"];

    /// <summary>Ten days before it ends.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset TimeOf(int number, int of) => Start + (TimeSpan.FromDays(10) * ((double)number / of));

    public static string TraceOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{(uint)(number * 2654435761L):x8}{number:x24}");

    public static AuditRecord Record(int number, int of)
    {
        var role = number % 37;
        var failed = number % 20 == 7;
        return new()
        {
            Timestamp = TimeOf(number, of),
            // Among the first alone, and seldom.
            Action = number < of / 100 && number % 400 == 0 ? "Activate" : Actions[number % Actions.Length],
            Category = Categories[number / 3 % Categories.Length],
            Resource = string.Create(CultureInfo.InvariantCulture, $"/api/v1/{Categories[number / 3 % Categories.Length]}/rules/{number * 7919L % 100_000}"),
            AdminId = string.Create(CultureInfo.InvariantCulture, $"oauth-Role{role}$@1234567.zscaler.net"),
            ClientIp = new IPAddress([10, (byte)(number % 5), (byte)(number % 251), (byte)(number % 199)]),
            Interface = number % 50 == 3 ? "Admin UI" : "API",
            Result = failed ? AuditResult.Failure : AuditResult.Success,
            TraceId = TraceOf(number),
            AuthorizationServer = "as",
            ClientId = string.Create(CultureInfo.InvariantCulture, $"client-{number % 500}"),
            Organization = Organization,
            Role = string.Create(CultureInfo.InvariantCulture, $"Role{role}"),
            TokenId = string.Create(CultureInfo.InvariantCulture, $"AT.{number / 50}"),
            StatusCode = failed ? 403 : 200,
            Rejection = failed ? Rejection.InsufficientRole : null,
        };
    }

    public static SeenToken Token(int number, int of, DateTimeOffset now)
    {
        // The last tenth is still good.
        var issued = now - TimeSpan.FromHours(10) + (TimeSpan.FromHours(10) * ((double)number / of));
        return new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{(uint)(number * 2654435761L):x8}{number:x56}"),
            AuthorizationServer = "as",
            ClientId = string.Create(CultureInfo.InvariantCulture, $"client-{number % 5000}"),
            TokenId = string.Create(CultureInfo.InvariantCulture, $"AT.{number}"),
            Subject = string.Create(CultureInfo.InvariantCulture, $"client-{number % 5000}"),
            IssuedAt = issued,
            ExpiresAt = issued.AddHours(1),
            AcceptedUntil = issued.AddHours(1).AddMinutes(1),
            State = TokenState.Active,
            FirstUsed = issued.AddSeconds(1),
            LastUsed = issued.AddMinutes(30),
            Uses = 50,
            Roles = [RoleScope.Parse($"{Organization}::Auditor")],
            Header = "{\"alg\":\"ES256\",\"kid\":\"key-1\",\"typ\":\"at+jwt\"}",
            Claims = $"{{\"iss\":\"https://as.example\",\"aud\":\"https://api.example\",\"sub\":\"client-{number % 5000}\",\"jti\":\"AT.{number}\",\"text\":\"{new string('x', 400)}\"}}",
        };
    }
}
