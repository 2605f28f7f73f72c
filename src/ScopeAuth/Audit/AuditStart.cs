using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Audit;

/// <summary>Stops the start of an application that would leave no audit records, or would refuse every request for want of them.</summary>
internal sealed class AuditStart(IServiceScopeFactory scopes, AuditTrail trail, AuditSettings settings, ILogger<AuditStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
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
        try
        {
            await trail.OpenFilesAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (settings.Current.WhenSinkFails is AuditFailure.DenyRequest)
            {
                throw new InvalidOperationException(
                    $"ScopeAuth:Audit:Directory '{settings.Directory}' cannot be written, so every request would be refused.", exception);
            }

            Log.AuditSinkFailed(logger, nameof(JsonLinesAuditSink), exception);
        }
    }
}
