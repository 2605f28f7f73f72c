using Npgsql;

namespace ScopeAuth.PostgreSql.Schema;

/// <summary>Lets a node sleep until PostgreSQL tells of a change, or until it is time to ask.</summary>
internal sealed class Wakeup : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly TimeProvider _clock;
    private bool _isWoken;

    private Wakeup(NpgsqlConnection connection, TimeProvider clock)
    {
        (_connection, _clock) = (connection, clock);
        _connection.Notification += Wake;
    }

    /// <summary>Whether PostgreSQL can tell of changes.</summary>
    public bool Listens { get; private set; }

    /// <summary>Has to be called before the first question: what is committed between the two then wakes.</summary>
    public static async Task<Wakeup> ListenAsync(NpgsqlConnection connection, string channel, TimeProvider clock, CancellationToken cancellationToken)
    {
        var wakeup = new Wakeup(connection, clock);
        // A pooler lends another server connection to each transaction and passes on no LISTEN. It gives itself away by the process number, which it makes up.
        await using var who = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        if ((int)(await who.ExecuteScalarAsync(cancellationToken))! != connection.ProcessID) return wakeup;

        await using var listen = new NpgsqlCommand($"LISTEN \"{channel}\"", connection);
        await listen.ExecuteNonQueryAsync(cancellationToken);
        wakeup.Listens = true;
        return wakeup;
    }

    /// <summary>Forgets what woke before: the question that comes next sees it.</summary>
    public void Reset() => _isWoken = false;

    /// <summary>Returns when a change was told of since <see cref="Reset"/>, or when the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_isWoken) return;
        if (!Listens)
        {
            await Task.Delay(atMost, _clock, cancellationToken);
            return;
        }
        using var over = new CancellationTokenSource(atMost, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            await _connection.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
        }
    }

    public void Dispose() => _connection.Notification -= Wake;

    private void Wake(object sender, NpgsqlNotificationEventArgs e) => _isWoken = true;
}
