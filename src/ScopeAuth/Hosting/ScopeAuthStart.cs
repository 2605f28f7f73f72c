using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Diagnostics;
using ScopeAuth.Registrations;

namespace ScopeAuth.Hosting;

/// <summary>Stops the start when the settings have a fault, or when an endpoint asks for something that is not configured.</summary>
internal sealed class ScopeAuthStart : IHostedLifecycleService
{
    private readonly IServiceProvider _services;
    private readonly ILogger _logger;
    private readonly CurrentSettings _settings;

    // In the constructor, because those of the next hosted services read the settings, too: the first to find the faults is to say them.
    public ScopeAuthStart(IServiceProvider services, ILogger<ScopeAuthStart> logger)
    {
        _services = services;
        _logger = logger;
        try
        {
            _settings = services.GetRequiredService<CurrentSettings>();
        }
        catch (OptionsValidationException exception)
        {
            Say(exception.Failures);
            throw;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var servers = _settings.Current.Servers.All;
        Log.Started(_logger, servers.Count);
        foreach (var server in servers)
            Log.Trusted(_logger, server.Name, server.Vendor, Issuer(server), WhereItIsJudged(server), server.Organizations.All.Count());
        return Task.CompletedTask;
    }

    private static string WhereItIsJudged(AuthorizationServer server) => server switch
    {
        { Keys: { } keys, Introspection: { } introspection } => $"keys from {keys.Source.Address}, asked at {introspection.Health.Endpoint}",
        { Keys: { } keys } => $"keys from {keys.Source.Address}",
        { Introspection: { } introspection } => $"asked at {introspection.Health.Endpoint}",
        _ => "judged nowhere",
    };

    // The endpoints are known only now.
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var policies = _services.GetRequiredService<IAuthorizationPolicyProvider>();
        var endpoints = _services.GetRequiredService<EndpointRequirements>();
        var faults = new List<string>(await endpoints.ReadAsync(_services.GetServices<EndpointDataSource>(), policies));
        var missing = endpoints.FindFaults(_settings.Current.Roles);
        if (!_services.GetRequiredService<EditableKinds>().Roles) faults.AddRange(missing);
        else foreach (var fault in missing) Log.RoleAwaited(_logger, fault);
        if (faults.Count == 0) return;

        Say(faults);
        throw new OptionsValidationException(Options.DefaultName, typeof(ScopeAuthOptions), faults);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Issuer(AuthorizationServer server) => server.Issuers.IsEmpty ? "none" : VisibleText.Escape(string.Join(" or ", server.Issuers));

    // One line for each: a list of ten faults in one line is read by nobody.
    private void Say(IEnumerable<string> faults)
    {
        foreach (var fault in faults) Log.SettingFault(_logger, fault);
    }
}
