using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ScopeAuth.Audit;

/// <summary>Stops the start of an application that would leave no audit records, or would refuse every request for want of them.</summary>
internal sealed class AuditStart(IServiceProvider services) : IHostedService
{
    // Nothing is asked of the container before: settings at fault are reported by another, with all their faults.
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetRequiredService<IAuthorizationMiddlewareResultHandler>();
        if (handler is not AuditedAuthorization)
        {
            throw new InvalidOperationException(
                $"{handler.GetType()} was registered as {nameof(IAuthorizationMiddlewareResultHandler)} after ScopeAuth, so requests would " +
                "leave no audit record. Register it before.");
        }

        await OpenFilesAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task OpenFilesAsync(CancellationToken cancellationToken)
    {
        var settings = services.GetRequiredService<AuditSettings>();
        if (await services.GetRequiredService<AuditTrail>().OpenFilesAsync(cancellationToken) is not { } fault) return;
        if (settings.Current.WhenSinkFails is AuditFailure.DenyRequest)
        {
            throw new InvalidOperationException(
                $"ScopeAuth:Audit:Directory '{settings.Directory}' cannot be written, so every request would be refused: {fault.Message}", fault);
        }
    }
}
