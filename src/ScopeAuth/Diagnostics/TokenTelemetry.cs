using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ScopeAuth.Diagnostics;

/// <summary>One metric, one span and one log event for each judged token. Tags are configured names and rejections: their number is bounded.</summary>
internal sealed class TokenTelemetry(IMeterFactory meters, ILogger<TokenTelemetry> logger)
{
    private static readonly ActivitySource Source = new(ScopeAuthDefaults.TelemetryName);

    private static readonly byte[] FingerprintKey = RandomNumberGenerator.GetBytes(32);

    private readonly Counter<long> _verdicts = meters.Create(ScopeAuthDefaults.TelemetryName).CreateCounter<long>(
        "scopeauth.token.verdicts", unit: "{token}", description: "Access tokens judged, by authorization server and rejection.");

    public static bool IsTraced => Source.HasListeners();

    public static Activity? Begin() => IsTraced ? Source.StartActivity("scopeauth.validate") : null;

    public TokenVerdict End(Activity? span, ReadOnlyMemory<char> token, in Presentation presentation, TokenVerdict verdict)
    {
        if (presentation.Road is not null) return verdict;
        if (_verdicts.Enabled) Count(verdict);
        if (span is not null) End(span, verdict);
        var level = LevelOf(verdict.Rejection);
        if (logger.IsEnabled(level)) Write(level, Fingerprint(token.Span), ServerOf(verdict), verdict.Rejection);
        return verdict;
    }

    public void Faulted(Exception exception) => Log.ValidatorFaulted(logger, exception.GetType().FullName!);

    private static string ServerOf(TokenVerdict verdict) => verdict.AuthorizationServer ?? "unknown";

    private void Count(TokenVerdict verdict)
    {
        var tags = new TagList { { "scopeauth.authorization_server", ServerOf(verdict) } };
        if (verdict.Rejection is { } reason) tags.Add("scopeauth.rejection", reason.ToString());
        _verdicts.Add(1, tags);
    }

    private static void End(Activity span, TokenVerdict verdict)
    {
        span.SetTag("scopeauth.authorization_server", ServerOf(verdict));
        if (verdict.Rejection is { } reason) span.SetTag("scopeauth.rejection", reason.ToString()).SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }

    private void Write(LogLevel level, string fingerprint, string server, Rejection? rejection)
    {
        if (rejection is { } reason) Log.Rejected(logger, level, fingerprint, server, reason);
        else Log.Accepted(logger, fingerprint, server);
    }

    /// <summary>Finds the same token again in the logs of one process, and is worth nothing to anybody else.</summary>
    private static string Fingerprint(ReadOnlySpan<char> token)
    {
        // The longest token that any setting allows; what is longer was not read either.
        var text = token[..Math.Min(token.Length, ScopeAuthOptions.LongestToken)];
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(FingerprintKey, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), hash);
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        return Convert.ToHexStringLower(hash[..8]);
    }

    // What only a forger sends is worth a warning; the rest is a client's everyday.
    private static LogLevel LevelOf(Rejection? rejection) => rejection switch
    {
        null => LogLevel.Debug,
        Rejection.AlgorithmNotAllowed or Rejection.BadSignature or Rejection.UnverifiedBinding => LogLevel.Warning,
        Rejection.KeysUnavailable or Rejection.RevocationUnavailable or Rejection.IntrospectionUnavailable or Rejection.RegistrationUnavailable => LogLevel.Warning,
        _ => LogLevel.Information,
    };
}
