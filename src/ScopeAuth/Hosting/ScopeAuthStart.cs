using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Hosting;

/// <summary>Stops the start when the settings have a fault, or when an endpoint asks for something that is not configured.</summary>
internal sealed class ScopeAuthStart(IServiceProvider services, EndpointRequirements endpoints, ILogger<ScopeAuthStart> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            var settings = services.GetRequiredService<CurrentSettings>().Current;
            Log.Started(logger, settings.Servers.All.Count, string.Join(", ", settings.Servers.All.Select(server => server.Name)));
        }
        catch (OptionsValidationException exception)
        {
            // One line for each: a list of ten faults in one line is read by nobody.
            foreach (var fault in exception.Failures) Log.SettingFault(logger, fault);
            throw;
        }
        return Task.CompletedTask;
    }

    // The endpoints are known only now.
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var policies = services.GetRequiredService<IAuthorizationPolicyProvider>();
        var faults = new List<string>(await endpoints.ReadAsync(services.GetServices<EndpointDataSource>(), policies));
        faults.AddRange(endpoints.FindFaults(services.GetRequiredService<CurrentSettings>().Current.Roles));
        if (faults.Count == 0) return;

        foreach (var fault in faults) Log.SettingFault(logger, fault);
        throw new OptionsValidationException(Options.DefaultName, typeof(ScopeAuthOptions), faults);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
