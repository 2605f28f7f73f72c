using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ScopeAuth.Audit;

/// <summary>Stops the start of an application in which a later registration has put the audit trail out of the road without a word.</summary>
internal sealed class AuditedAuthorizationCheck(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetRequiredService<IAuthorizationMiddlewareResultHandler>();
        if (handler is not AuditedAuthorization)
        {
            throw new InvalidOperationException(
                $"{handler.GetType()} is registered as {nameof(IAuthorizationMiddlewareResultHandler)} after AddScopeRoleAuth, so that " +
                "requests would leave no audit record. Register it before.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
