using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Keys;

/// <summary>Writes down what an attempt changed, and nothing of what stayed as it was: a dead server fills no disk.</summary>
internal static class KeyRingReport
{
    public static void Write(ILogger logger, string serverName, IKeySource source, KeyRingState before, KeyRingState after)
    {
        if (after.LastFailure is { } failure)
        {
            WriteFailure(logger, serverName, failure, isNews: failure.Name != before.LastFailure?.Name);
            // Said when the first attempt fails, and when an outage outlasts the keys.
            if (!IsUsableAtLastAttempt(after) && (before.LastAttempt is null || IsUsableAtLastAttempt(before))) Log.KeysMissing(logger, serverName);
        }
        else if (before.LastFailure is not null) Log.KeysReachableAgain(logger, serverName, before.FailuresInARow);

        if (after.Generation != before.Generation)
            Log.KeysLoaded(logger, serverName, after.Keys.Keys.Length, after.Ignored.Length, source.Address);
        foreach (var key in after.Ignored.Except(before.Ignored)) WriteIgnored(logger, serverName, key);
    }

    private static bool IsUsableAtLastAttempt(KeyRingState state) => state.IsUsableAt(state.LastAttempt.GetValueOrDefault());

    private static void WriteFailure(ILogger logger, string serverName, KeyFailure failure, bool isNews)
    {
        if (!isNews) Log.KeysStillFailing(logger, serverName, failure.Name, failure.Detail);
        else if (failure.Kind is KeyFailureKind.IssuerMismatch or KeyFailureKind.JwksUriNotAllowed or KeyFailureKind.PrivateKeyInFile)
            Log.KeysMisconfigured(logger, serverName, failure.Name, failure.Detail);
        else Log.KeysNotLoaded(logger, serverName, failure.Name, failure.Detail);
    }

    private static void WriteIgnored(ILogger logger, string serverName, IgnoredKey key)
    {
        switch (key.Cause)
        {
            case KeyIgnoredCause.PrivateKeyExposed:
                Log.PrivateKeyExposed(logger, serverName, key.KeyId);
                break;
            case KeyIgnoredCause.AmbiguousKeyId:
                Log.AmbiguousKeyId(logger, serverName, key.KeyId);
                break;
            // Ordinary in a set that serves more than signatures; not worth anyone's night.
            case KeyIgnoredCause.NotForSignatures or KeyIgnoredCause.NotForVerification:
                Log.KeyNotForSignatures(logger, serverName, key.KeyId, key.Cause);
                break;
            default:
                Log.KeyIgnored(logger, serverName, key.KeyId, key.Cause, key.Detail);
                break;
        }
    }
}
