using Microsoft.Extensions.Logging;

namespace ScopeAuth.Diagnostics;

/// <summary>Every log event of the library, in the order of a request's road. Nothing here takes a token, a claim or an exception of the parser.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Token {Fingerprint} of {AuthorizationServer} accepted.")]
    public static partial void Accepted(ILogger logger, string fingerprint, string authorizationServer);
}
