using Microsoft.Extensions.Options;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Hosting;
using ScopeAuth.Keys;

namespace ScopeAuth;

/// <summary>
/// Tries out one registration from end to end: settings, metadata, keys, algorithms and clock. Registered as a singleton, for pages and
/// commands of an application's operators.
/// </summary>
/// <remarks>
/// It touches neither the keys in use nor the registration. At most 20 checks a minute are made: a check sends requests wherever its
/// settings say. Only operators should be able to ask for one, and only they should name files.
/// </remarks>
public sealed class AuthorizationServerCheck
{
    private readonly KeySources _sources;
    private readonly IOptionsFactory<ScopeAuthOptions> _factory;
    private readonly CurrentSettings _settings;
    private readonly TimeProvider _clock;
    private readonly FetchBudget _budget;

    internal AuthorizationServerCheck(
        KeySources sources, IOptionsFactory<ScopeAuthOptions> factory, CurrentSettings settings, TimeProvider clock)
    {
        (_sources, _factory, _settings, _clock) = (sources, factory, settings, clock);
        _budget = new(capacity: 20, TimeSpan.FromMinutes(1), clock);
    }

    /// <summary>Checks a server as the configuration has it now, else as the store has it, enabled or not.</summary>
    /// <param name="name">The server's name.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Findings in the order of a check, at least one; tokens can be accepted if none is a <see cref="CheckSeverity.Error"/>.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<IReadOnlyList<CheckFinding>> RunAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            if (_factory.Create(Options.DefaultName).AuthorizationServers.TryGetValue(name, out var server))
                return RunAsync(name, server, publicNetworkOnly: server.AllowPrivateNetwork == false, cancellationToken);
            if (_settings.Current.Merged.Servers.ByName.TryGetValue(name, out var stored))
                return stored.Faults.Count == 0
                    ? RunAsync(name, stored.Options, publicNetworkOnly: stored.Options.AllowPrivateNetwork == false, cancellationToken)
                    : Task.FromResult<IReadOnlyList<CheckFinding>>([.. stored.Faults.Select(Setting)]);
            return Task.FromResult<IReadOnlyList<CheckFinding>>([CheckFinding.Error(
                    "NotRegistered", "No authorization server of this name is registered.", "Register it, or give its settings to the check.")]);
        }
        catch (OptionsValidationException exception)
        {
            return Task.FromResult<IReadOnlyList<CheckFinding>>([.. exception.Failures.Select(Setting)]);
        }
    }

    /// <summary>Checks a server that is not registered yet, or other settings for one that is.</summary>
    /// <param name="name">The name that it is to have; the named HTTP client <c>ScopeAuth:&lt;name&gt;</c> is used.</param>
    /// <param name="options">
    /// Its settings; the paths of files are absolute. Private, link-local and loopback addresses are refused when they are connected to, unless
    /// <see cref="AuthorizationServerOptions.AllowPrivateNetwork"/> is <see langword="true"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Findings in the order of a check, at least one; tokens can be accepted if none is a <see cref="CheckSeverity.Error"/>.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<IReadOnlyList<CheckFinding>> RunAsync(string name, AuthorizationServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        // Whether its organisations are of clouds that the API knows is asked of the settings in force.
        AuthorizationServerFaults.Find($"AuthorizationServers:{name}", name, options, _settings.Current.Clouds, faults);
        return faults.Count > 0
            ? Task.FromResult<IReadOnlyList<CheckFinding>>([.. faults.Select(Setting)])
            : RunAsync(name, options, publicNetworkOnly: options.AllowPrivateNetwork is not true, cancellationToken);
    }

    private async Task<IReadOnlyList<CheckFinding>> RunAsync(
        string name, AuthorizationServerOptions options, bool publicNetworkOnly, CancellationToken cancellationToken)
    {
        if (!_budget.TryTake())
            return [CheckFinding.Error("TooManyChecks", "Too many checks within a minute; nothing was tried.", "Try again in a minute.")];
        var source = _sources.Create(name, options, ServerIssuers.Metadata(options), ServerIssuers.OfMetadata(options), publicNetworkOnly);
        var load = await KeyAttempt.RunAsync(source, _clock, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return
        [
            .. RegistrationFindings.Of(name, options, _settings.Current.Servers),
            .. KeyFindings.Of(load, source, options, _clock.GetUtcNow()),
        ];
    }

    internal static CheckFinding Setting(string fault) => CheckFinding.Error("Setting", fault, "Correct the setting; nothing was fetched.");
}
