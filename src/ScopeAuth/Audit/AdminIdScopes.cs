using Microsoft.Extensions.Logging;

namespace ScopeAuth.Audit;

/// <summary>Opens the log scope of a request, and knows whether any logger could show it.</summary>
internal sealed class AdminIdScopes(ILogger<AuditedAuthorization> logger, IEnumerable<ILoggerProvider> providers)
{
    public bool AreShown { get; } = providers.Any();

    public IDisposable? Begin(AdminIdScope scope) => logger.BeginScope(scope);
}
