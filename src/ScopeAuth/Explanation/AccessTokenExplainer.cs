using ScopeAuth.Explanation;
using ScopeAuth.Hosting;

namespace ScopeAuth;

/// <summary>Says why a token is accepted or refused, for pages and commands of an application's operators. Registered as a singleton.</summary>
/// <remarks>
/// The token takes the same road as that of a request, with the same settings, keys, revocations and budgets; it is judged anew at each call, is
/// remembered nowhere, and counts in no metric. What is answered says more than a client may know: only operators should be able to ask.
/// </remarks>
public sealed class AccessTokenExplainer
{
    private readonly AccessTokenValidator _validator;
    private readonly CurrentSettings _settings;
    private readonly TimeProvider _clock;

    internal AccessTokenExplainer(AccessTokenValidator validator, CurrentSettings settings, TimeProvider clock) =>
        (_validator, _settings, _clock) = (validator, settings, clock);

    /// <summary>Judges one token and writes down its road.</summary>
    /// <param name="token">The token, with or without <c>Bearer</c> and white space around it.</param>
    /// <param name="cancellationToken">Ends this wait, never a shared fetch of keys behind it.</param>
    /// <returns>The road. A bad token is an answer, not an exception.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled while keys were fetched.</exception>
    public async ValueTask<AccessTokenExplanation> ExplainAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var alone = WithoutScheme(token.Trim());
        var road = new RoadLog();
        var verdict = await _validator.ValidateAsync(alone.AsMemory(), new(null, MustBeFresh: false, road), cancellationToken);
        var now = _clock.GetUtcNow();
        return new()
        {
            Rejection = verdict.Rejection,
            Advice = verdict.Rejection is { } reason ? RejectionAdvice.Of(reason)?.Replace("`", "", StringComparison.Ordinal) : null,
            AuthorizationServer = verdict.AuthorizationServer,
            JudgedAt = now,
            Stations = new RoadStations(road, verdict, alone.Length, _settings.Current, now).All,
            Header = ReadableJson.Indent(road.Header),
            Payload = ReadableJson.Indent(road.Payload),
            AdminIds = [.. (road.Facts?.Grants ?? []).Select(grant => grant.AdminId)],
        };
    }

    private static string WithoutScheme(string token) =>
        token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? token["Bearer ".Length..].TrimStart() : token;
}
