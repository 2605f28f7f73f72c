using Microsoft.Extensions.Logging;

namespace ScopeAuth.Diagnostics;

/// <summary>Every log event of the library, in the order of a request's road. Nothing here takes a token, a claim or an exception of the parser.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Token {Fingerprint} of {AuthorizationServer} accepted.")]
    public static partial void Accepted(ILogger logger, string fingerprint, string authorizationServer);

    [LoggerMessage(EventId = 2, Message = "Token {Fingerprint} of {AuthorizationServer} refused: {Rejection}.")]
    public static partial void Rejected(ILogger logger, LogLevel level, string fingerprint, string authorizationServer, Rejection rejection);

    [LoggerMessage(3, LogLevel.Error, "The validator failed with {ExceptionType}; the token was refused. Please report this.")]
    public static partial void ValidatorFaulted(ILogger logger, string exceptionType);

    [LoggerMessage(20, LogLevel.Information, "ScopeAuth trusts {Count} authorization servers: {AuthorizationServers}.")]
    public static partial void Started(ILogger logger, int count, string authorizationServers);

    [LoggerMessage(21, LogLevel.Critical, "Setting at fault: {Fault}")]
    public static partial void SettingFault(ILogger logger, string fault);

    [LoggerMessage(22, LogLevel.Information, "The changed configuration is in force, with {Count} authorization servers.")]
    public static partial void SettingsReloaded(ILogger logger, int count);

    [LoggerMessage(23, LogLevel.Error, "The changed configuration is not applied, the old one stays in force. Setting at fault: {Fault}")]
    public static partial void ReloadFault(ILogger logger, string fault);
}
