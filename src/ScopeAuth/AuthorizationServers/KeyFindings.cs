using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

/// <summary>What one attempt to load keys says of a registration.</summary>
internal static class KeyFindings
{
    /// <summary>Differences of a few seconds are how the answer travelled and how <c>Date</c> is rounded.</summary>
    private static readonly TimeSpan NoticeableClockDifference = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan CertificateWarning = TimeSpan.FromDays(30);

    public static IEnumerable<CheckFinding> Of(KeyLoad load, IKeySource source, AuthorizationServerOptions options, DateTimeOffset now)
    {
        if (load.KeySetAddress is { } address)
            yield return CheckFinding.Information("Metadata", $"The metadata document at {source.Address} is of the configured issuer; its keys are at {ForeignText.Show(address)}.");
        yield return load.Failure is { } failure
            ? CheckFinding.Error(failure.Name, $"No keys from {source.Address}: {failure.Detail}.", KeyFailureAdvice.Of(failure))
            : CheckFinding.Information("Keys", $"{load.Reading!.Keys.Keys.Length} usable keys from {source.Address}.");
        foreach (var key in load.Reading?.Ignored ?? []) yield return OfIgnored(key);
        foreach (var finding in OfKeys(load.Reading?.Keys ?? KeySet.Empty, options, now)) yield return finding;
        if (load.Date is { } theirs && OfClock(now - theirs, options.ClockSkew) is { } clock) yield return clock;
    }

    private static CheckFinding OfIgnored(IgnoredKey key)
    {
        var (code, text) = (key.Cause.ToString(), $"Key {key.KeyId} is not used: {key.Detail}.");
        return key.Cause switch
        {
            KeyIgnoredCause.PrivateKeyExposed => CheckFinding.Error(code, text, "Replace the key at the authorization server at once: whoever reads the set can sign."),
            KeyIgnoredCause.AmbiguousKeyId => CheckFinding.Error(code, text, "Give each key an ID of its own at the authorization server."),
            KeyIgnoredCause.NotForSignatures or KeyIgnoredCause.NotForVerification => CheckFinding.Information(code, text),
            _ => CheckFinding.Warning(code, text, "Nothing, if no access token is signed with it; else let the server sign with another kind of key."),
        };
    }

    private static IEnumerable<CheckFinding> OfKeys(KeySet set, AuthorizationServerOptions options, DateTimeOffset now)
    {
        if (set.Keys.IsEmpty) yield break;
        var verifiable = set.Keys.SelectMany(key => key.Algorithms).Select(algorithm => algorithm.Name).Distinct().ToList();
        var common = verifiable.Where(options.Algorithms.Contains).ToList();
        yield return common.Count > 0
            ? CheckFinding.Information("Algorithms", $"Tokens can be verified by {string.Join(", ", common)}.")
            : CheckFinding.Error(
                "NoCommonAlgorithm",
                $"The keys can verify {string.Join(", ", verifiable)}, but Algorithms allows only {string.Join(", ", options.Algorithms)}.",
                "Add the algorithm that the server signs with to Algorithms.");

        foreach (var key in set.Keys)
        {
            if (!key.Algorithms.Any(algorithm => options.Algorithms.Contains(algorithm.Name)))
                yield return CheckFinding.Warning(
                    "KeyVerifiesNothing", $"Key {ForeignText.Show(key.KeyId)} verifies nothing that Algorithms allows.", "Nothing, if no access token is signed with it.");
            if (!key.HasKeyId && !options.AllowMissingKeyId && set.Keys.Length > 1)
                yield return CheckFinding.Warning(
                    "MissingKeyId",
                    $"The key with thumbprint {key.Thumbprint} has no key ID: it is found only while it is the only key that fits.",
                    "Let the server publish key IDs, or set AllowMissingKeyId.");
            if (key.CertificateNotAfter - now < CertificateWarning)
                yield return CheckFinding.Warning(
                    "CertificateEnds",
                    $"The certificate of {ForeignText.Show(key.KeyId)} ends on {key.CertificateNotAfter:yyyy-MM-dd}. The key stays usable.",
                    "Ask when the server will sign with another key, and add that one to PublicKeys before.");
        }
    }

    private static CheckFinding? OfClock(TimeSpan difference, TimeSpan allowed)
    {
        var said = $"The server's clock differs by {difference.Duration().TotalSeconds:0} s";
        return difference.Duration() > allowed
            ? CheckFinding.Error("ClockDiffers", $"{said}, more than ClockSkew allows: fresh tokens will be refused.", "Set both clocks by NTP; a larger ClockSkew only hides it.")
            : difference.Duration() > NoticeableClockDifference
                ? CheckFinding.Warning("ClockDiffers", $"{said}.", "Set both clocks by NTP.")
                : null;
    }
}
