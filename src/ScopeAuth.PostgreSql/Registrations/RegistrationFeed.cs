using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.PostgreSql.Diagnostics;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Registrations;

/// <summary>What a node follows, over one connection for each kind: the whole set, and then every change, as soon as it is told of, or asked for.</summary>
internal sealed class RegistrationFeed(
    RegistrationTable table, [FromKeyedServices(PostgreSqlDatabase.OfRegistrations)] PostgreSqlDatabase database,
    [FromKeyedServices(PostgreSqlDatabase.OfRegistrations)] DatabaseSchema schema, IOptions<PostgreSqlRegistrationOptions> options, TimeProvider clock,
    ILogger<RegistrationFeed> logger)
{
    public async IAsyncEnumerable<RegistrationSet> FollowAsync(string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await schema.VerifyAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        using var wakeup = await Wakeup.ListenAsync(connection, $"{schema.Name}.registrations", clock, cancellationToken);
        if (!wakeup.Listens) Log.PollingForRegistrations(logger, options.Value.PollInterval);
        var interval = wakeup.Listens ? options.Value.CatchUpInterval : options.Value.PollInterval;
        var set = new FollowedSet();
        while (true)
        {
            wakeup.Reset();
            var before = set.Version;
            await table.ReadAsync(connection, kind, set, cancellationToken);
            if (set.Version != before) yield return set.Current;
            await wakeup.WaitAsync(interval, cancellationToken);
        }
    }
}
