using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

/// <summary>Tries out one registration, from the metadata document to the algorithms, without touching the keys in use.</summary>
internal sealed class AuthorizationServerCheck(KeySources sources, TimeProvider clock)
{
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(30);

    /// <summary>Differences of a few seconds are how the answer travelled and how <c>Date</c> is rounded.</summary>
    private static readonly TimeSpan NoticeableClockDifference = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan CertificateWarning = TimeSpan.FromDays(30);

    /// <summary>A check sends requests wherever it is told to: whoever may ask for one must not get an amplifier.</summary>
    private readonly FetchBudget _budget = new(capacity: 20, TimeSpan.FromMinutes(1), clock);

    public async Task<IReadOnlyList<CheckFinding>> RunAsync(
        string serverName,
        AuthorizationServerOptions options,
        IReadOnlyList<Uri> derivedMetadataUris,
        IReadOnlyList<string> acceptedMetadataIssuers,
        CancellationToken cancellationToken)
    {
        if (!_budget.TryTake()) return [new(CheckSeverity.Error, "Too many checks within a minute. Try again later.")];
        var source = sources.Create(serverName, options, derivedMetadataUris, acceptedMetadataIssuers);
        using var limit = new CancellationTokenSource(LongestAttempt, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var load = await source.LoadAsync(either.Token);
            return [.. Judge(load, source), .. JudgeKeys(load.Reading?.Keys ?? KeySet.Empty, options), .. JudgeClock(load.Date, options.ClockSkew)];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [new(CheckSeverity.Error, $"No result from {source.Address} within {LongestAttempt.TotalSeconds} s.")];
        }
    }

    private static IEnumerable<CheckFinding> Judge(KeyLoad load, IKeySource source)
    {
        yield return load.Failure is { } failure
            ? new(CheckSeverity.Error, $"No keys from {source.Address}: {failure.Kind}, {failure.Detail}.")
            : new(CheckSeverity.Information, $"{load.Reading!.Keys.Keys.Length} usable keys from {source.Address}.");
        foreach (var key in load.Reading?.Ignored ?? [])
        {
            yield return new(
                key.Cause switch
                {
                    KeyIgnoredCause.PrivateKeyExposed or KeyIgnoredCause.AmbiguousKeyId => CheckSeverity.Error,
                    KeyIgnoredCause.NotForSignatures or KeyIgnoredCause.NotForVerification => CheckSeverity.Information,
                    _ => CheckSeverity.Warning,
                },
                $"Key {key.KeyId} is not used: {key.Detail} ({key.Cause}).");
        }
    }

    private IEnumerable<CheckFinding> JudgeKeys(KeySet set, AuthorizationServerOptions options)
    {
        if (set.Keys.IsEmpty) yield break;
        var verifiable = set.Keys.SelectMany(key => key.Algorithms).Select(algorithm => algorithm.Name).Distinct().ToList();
        var common = verifiable.Where(options.Algorithms.Contains).ToList();
        yield return common.Count > 0
            ? new(CheckSeverity.Information, $"Tokens can be verified by {string.Join(", ", common)}.")
            : new(
                CheckSeverity.Error,
                $"The keys can verify {string.Join(", ", verifiable)}, but Algorithms allows only {string.Join(", ", options.Algorithms)}.");

        foreach (var key in set.Keys)
        {
            if (!key.Algorithms.Any(algorithm => options.Algorithms.Contains(algorithm.Name)))
                yield return Warn($"Key {ForeignText.Show(key.KeyId)} verifies nothing that Algorithms allows.");
            if (key.KeyId is null && !options.AllowMissingKeyId && set.Keys.Length > 1)
                yield return Warn($"The key with thumbprint {key.Thumbprint} has no key ID: it is found only while it is the only key that fits.");
            if (key.CertificateNotAfter - clock.GetUtcNow() < CertificateWarning)
                yield return Warn($"The certificate of {ForeignText.Show(key.KeyId)} ends on {key.CertificateNotAfter:yyyy-MM-dd}. The key stays usable.");
        }
    }

    private IEnumerable<CheckFinding> JudgeClock(DateTimeOffset? theirs, TimeSpan allowed)
    {
        if (theirs is null) yield break;
        var difference = (clock.GetUtcNow() - theirs.Value).Duration();
        var said = $"The server's clock differs by {difference.TotalSeconds:0} s";
        if (difference > allowed) yield return new(CheckSeverity.Error, $"{said}, more than ClockSkew allows: fresh tokens will be refused.");
        else if (difference > NoticeableClockDifference) yield return Warn($"{said}.");
    }

    private static CheckFinding Warn(string text) => new(CheckSeverity.Warning, text);
}
