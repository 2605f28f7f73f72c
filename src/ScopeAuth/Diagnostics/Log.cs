using System.Net;
using Microsoft.Extensions.Logging;
using ScopeAuth.Introspection;
using ScopeAuth.Keys;

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

    [LoggerMessage(EventId = 4, Message = "Request refused: {Rejection}.")]
    public static partial void RequestRefused(ILogger logger, LogLevel level, Rejection rejection);

    [LoggerMessage(20, LogLevel.Information, "ScopeAuth trusts {Count} authorization servers.")]
    public static partial void Started(ILogger logger, int count);

    [LoggerMessage(21, LogLevel.Critical, "Setting at fault: {Fault}")]
    public static partial void SettingFault(ILogger logger, string fault);

    [LoggerMessage(22, LogLevel.Information, "The changed configuration is in force, with {Count} authorization servers.")]
    public static partial void SettingsReloaded(ILogger logger, int count);

    [LoggerMessage(23, LogLevel.Error, "The changed configuration is not applied, the old one stays in force. Setting at fault: {Fault}")]
    public static partial void ReloadFault(ILogger logger, string fault);

    [LoggerMessage(26, LogLevel.Information, "UseScopeRoleAuth goes the framework's way for every request, because the application has {Obstacle}.")]
    public static partial void StandardMiddlewares(ILogger logger, string obstacle);

    [LoggerMessage(24, LogLevel.Information, "{AuthorizationServer}: {Vendor}, issuer {Issuer}, {Source}, {Organizations} organisations.")]
    public static partial void Trusted(ILogger logger, string authorizationServer, Vendor vendor, string issuer, string source, int organizations);

    [LoggerMessage(30, LogLevel.Information, "Keys of {AuthorizationServer}: {Usable} usable, {Ignored} ignored, from {Source}.")]
    public static partial void KeysLoaded(ILogger logger, string authorizationServer, int usable, int ignored, string source);

    [LoggerMessage(31, LogLevel.Warning, "Keys of {AuthorizationServer} could not be loaded: {Failure}, {Detail}.")]
    public static partial void KeysNotLoaded(ILogger logger, string authorizationServer, string failure, string detail);

    [LoggerMessage(32, LogLevel.Debug, "Keys of {AuthorizationServer} could again not be loaded: {Failure}, {Detail}.")]
    public static partial void KeysStillFailing(ILogger logger, string authorizationServer, string failure, string detail);

    [LoggerMessage(33, LogLevel.Error, "Keys of {AuthorizationServer} cannot be loaded as it is registered: {Failure}, {Detail}.")]
    public static partial void KeysMisconfigured(ILogger logger, string authorizationServer, string failure, string detail);

    [LoggerMessage(34, LogLevel.Information, "Keys of {AuthorizationServer} can be loaded again, after {Failures} failed attempts.")]
    public static partial void KeysReachableAgain(ILogger logger, string authorizationServer, int failures);

    [LoggerMessage(35, LogLevel.Warning, "Key {KeyId} of {AuthorizationServer} is not used: {Cause}, {Detail}.")]
    public static partial void KeyIgnored(ILogger logger, string authorizationServer, string keyId, KeyIgnoredCause cause, string detail);

    [LoggerMessage(36, LogLevel.Debug, "Key {KeyId} of {AuthorizationServer} is not meant for signatures: {Cause}.")]
    public static partial void KeyNotForSignatures(ILogger logger, string authorizationServer, string keyId, KeyIgnoredCause cause);

    [LoggerMessage(37, LogLevel.Error, "Key ID {KeyId} of {AuthorizationServer} names two keys of one type: neither is used.")]
    public static partial void AmbiguousKeyId(ILogger logger, string authorizationServer, string keyId);

    [LoggerMessage(38, LogLevel.Critical, "{AuthorizationServer} publishes the private key {KeyId}. It is not used; it has to be replaced at once.")]
    public static partial void PrivateKeyExposed(ILogger logger, string authorizationServer, string keyId);

    [LoggerMessage(39, LogLevel.Information, "Keys of {AuthorizationServer}: starting with {Usable} that were kept on disk, loaded at {Loaded}.")]
    public static partial void StoredKeysUsed(ILogger logger, string authorizationServer, int usable, DateTimeOffset loaded);

    [LoggerMessage(40, LogLevel.Warning, "The keys of {AuthorizationServer} kept on disk ({File}) are not used: {Fault}.")]
    public static partial void StoredKeysIgnored(ILogger logger, string authorizationServer, string file, string fault);

    [LoggerMessage(41, LogLevel.Warning, "The keys of {AuthorizationServer} could not be kept on disk: {Fault}.")]
    public static partial void StoredKeysNotWritten(ILogger logger, string authorizationServer, string fault);

    // The audit trail: 60 to 79. Text in a record is escaped before it comes here.
    [LoggerMessage(60, LogLevel.Information,
        "{Result}: {Action} in {Category} on {Resource} by {AdminId} from {ClientIp} over {Interface}, status {StatusCode}, " +
        "rejection {Rejection} ({RejectionNumber}), server {AuthorizationServer}, client {ClientId}, organisation {Organization}, " +
        "role {Role}, token {TokenId}, trace {TraceId}, at {Timestamp:O}.")]
    public static partial void Audited(
        ILogger logger, AuditResult result, string action, string? category, string resource, string? adminId, IPAddress? clientIp,
        string @interface, int statusCode, Rejection? rejection, int? rejectionNumber, string? authorizationServer, string? clientId,
        string? organization, string? role, string? tokenId, string traceId, DateTimeOffset timestamp);

    [LoggerMessage(61, LogLevel.Error, "Audit sink {Sink} did not keep a record. This is said once, until it keeps one again.")]
    public static partial void AuditSinkFailed(ILogger logger, string sink, Exception exception);

    [LoggerMessage(62, LogLevel.Warning, "Audit sink {Sink} keeps records again. It did not keep {Missed} records in between.")]
    public static partial void AuditSinkRecovered(ILogger logger, string sink, long missed);

    [LoggerMessage(63, LogLevel.Critical, "{Count} audit records that were accepted for {Directory} may be lost.")]
    public static partial void AuditRecordsLost(ILogger logger, long count, string directory, Exception? exception);

    [LoggerMessage(64, LogLevel.Information, "Audit records go to {File}.")]
    public static partial void AuditFileOpened(ILogger logger, string file);

    // Revocations: 80 to 99.
    [LoggerMessage(80, LogLevel.Warning, "Revocations are kept in memory only: a restart forgets them. Set ScopeAuth:DataPath, or register a store.")]
    public static partial void RevocationsInMemory(ILogger logger);

    [LoggerMessage(81, LogLevel.Information, "{Count} revocations are in force.")]
    public static partial void RevocationsLoaded(ILogger logger, long count);

    [LoggerMessage(82, LogLevel.Error, "Revocations of other nodes cannot be followed. This is said once, until they can be again.")]
    public static partial void RevocationsNotFollowed(ILogger logger, Exception exception);

    [LoggerMessage(83, LogLevel.Warning, "Revocations are followed again; {Count} are in force.")]
    public static partial void RevocationsFollowedAgain(ILogger logger, long count);

    [LoggerMessage(84, LogLevel.Debug, "{Count} revocations that had ended were dropped.")]
    public static partial void RevocationsPurged(ILogger logger, long count);

    [LoggerMessage(85, LogLevel.Warning, "Revocations that had ended could not be dropped from the store.")]
    public static partial void RevocationsNotPurged(ILogger logger, Exception exception);

    [LoggerMessage(86, LogLevel.Information, "Revocations are kept in {Folder}: {Count} are in force; the start used a snapshot: {UsedSnapshot}.")]
    public static partial void JournalOpened(ILogger logger, string folder, long count, bool usedSnapshot);

    [LoggerMessage(87, LogLevel.Warning, "The revocation journal {File} ended in a torn record, which was never acknowledged: {Length} bytes from byte {Position} on were cut off.")]
    public static partial void JournalTornEnd(ILogger logger, string file, long position, long length);

    [LoggerMessage(88, LogLevel.Critical, "The revocation journal {File} is damaged at byte {Position}: {Length} bytes are left out, and revocations may be missing. A copy was kept.")]
    public static partial void JournalDamaged(ILogger logger, string file, long position, long length);

    [LoggerMessage(89, LogLevel.Information, "The revocation journal was compacted: {Dropped} entries are gone, {Left} are left.")]
    public static partial void JournalCompacted(ILogger logger, long dropped, long left);

    [LoggerMessage(90, LogLevel.Warning, "The snapshot of the revocations could not be written; the next start reads the journal.")]
    public static partial void SnapshotNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(91, LogLevel.Error, "A request to the revocation list failed.")]
    public static partial void RevocationRequestFailed(ILogger logger, Exception exception);

    [LoggerMessage(93, LogLevel.Information, "The revocation {Id} of {Target} was lifted by {LiftedBy}.")]
    public static partial void RevocationLifted(ILogger logger, Guid id, string? target, string liftedBy);

    [LoggerMessage(42, LogLevel.Error, "{AuthorizationServer} has no keys that may be used: its tokens cannot be judged until keys are loaded. Other servers are not affected.")]
    public static partial void KeysMissing(ILogger logger, string authorizationServer);

    [LoggerMessage(43, LogLevel.Warning, "So many tokens of {AuthorizationServer} name unknown keys that no more attempts to load keys are made for them. Known keys and the schedule are not affected.")]
    public static partial void KeyBudgetExhausted(ILogger logger, string authorizationServer);

    // Introspection: 100 to 119. Neither tokens nor secrets, nor what a server answered.
    [LoggerMessage(100, LogLevel.Error, "Tokens of {AuthorizationServer} cannot be asked about at {Endpoint}: {Failure}, {Detail}. They are answered with 503; other servers are not affected.")]
    public static partial void IntrospectionFailed(ILogger logger, string authorizationServer, string endpoint, IntrospectionFailureKind failure, string detail);

    [LoggerMessage(101, LogLevel.Debug, "Tokens of {AuthorizationServer} can still not be asked about: {Failure}, {Detail}.")]
    public static partial void IntrospectionStillFailing(ILogger logger, string authorizationServer, IntrospectionFailureKind failure, string detail);

    [LoggerMessage(102, LogLevel.Critical,
        "{AuthorizationServer} refuses this API's own client at {Endpoint} ({Detail}). No token is to blame: check IntrospectionClient and whether the client is enabled there. " +
        "Until then the server's tokens are answered with 503.")]
    public static partial void IntrospectionClientRefused(ILogger logger, string authorizationServer, string endpoint, string detail);

    [LoggerMessage(103, LogLevel.Information, "Tokens of {AuthorizationServer} can be asked about again, after {Failures} failed attempts.")]
    public static partial void IntrospectionWorksAgain(ILogger logger, string authorizationServer, int failures);

    [LoggerMessage(104, LogLevel.Warning, "{AuthorizationServer} answers at {Endpoint} without a boolean 'active' (RFC 7662 section 2.2). Such tokens are refused. This is said once.")]
    public static partial void IntrospectionAnswerOdd(ILogger logger, string authorizationServer, string endpoint);

    [LoggerMessage(105, LogLevel.Information, "The changed file {File} is in use for the client of {AuthorizationServer}.")]
    public static partial void ClientFileChanged(ILogger logger, string authorizationServer, string file);

    [LoggerMessage(106, LogLevel.Error, "A file for the client of {AuthorizationServer} is not used, what it held before is: {Fault}.")]
    public static partial void ClientFileUnreadable(ILogger logger, string authorizationServer, string fault);

    [LoggerMessage(107, LogLevel.Information, "{AuthorizationServer} refuses a client assertion that was sent before. From now on each question to it has one of its own.")]
    public static partial void AssertionReuseRefused(ILogger logger, string authorizationServer);

    // Stores and console: 120 to 139. Names and admin IDs are escaped before they come here.
    [LoggerMessage(120, LogLevel.Information, "{Category}: {Action} of {Name} by {AdminId}: {Outcome}.")]
    public static partial void RegistrationChanged(ILogger logger, string category, string name, string action, string outcome, string adminId);

    [LoggerMessage(121, LogLevel.Error, "The store of {Section} cannot be followed; what was read before stays in force. This is said once, until it can be again.")]
    public static partial void RegistrationsNotFollowed(ILogger logger, string section, Exception exception);

    [LoggerMessage(122, LogLevel.Warning, "The store of {Section} is followed again.")]
    public static partial void RegistrationsFollowedAgain(ILogger logger, string section);

    [LoggerMessage(123, LogLevel.Error, "A stored entry is not in force on this node: {Fault}")]
    public static partial void RegistrationSetAside(ILogger logger, string fault);

    [LoggerMessage(124, LogLevel.Information, "The stored registrations are in force: {Section} in version {Version}.")]
    public static partial void RegistrationsApplied(ILogger logger, string section, long version);

    [LoggerMessage(125, LogLevel.Warning, "{Fault} It refuses everybody until there is such a role.")]
    public static partial void RoleAwaited(ILogger logger, string fault);

    [LoggerMessage(126, LogLevel.Warning, "The tokens seen cannot be handed over to their store; they are kept and tried again. This is said once, until they can be.")]
    public static partial void SeenTokensNotDelivered(ILogger logger, Exception exception);

    [LoggerMessage(127, LogLevel.Information, "The tokens seen are handed over to their store again.")]
    public static partial void SeenTokensDelivered(ILogger logger);
}
