using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using ScopeAuth.PostgreSql.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgreSqlCluster))]

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>A PostgreSQL server of the tests' own, in a folder of its own, on a free port. It dies with the tests and leaves nothing.</summary>
public sealed class PostgreSqlCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopeauth-pg-").FullName;
    private Process? _server;
    private int _databases;

    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    public async ValueTask InitializeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
        DebianPrograms.GiveToServerUser(_folder);
        await DebianPrograms.RunAsync(DebianPrograms.PostgreSql("initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        Port = FreePort();
        await StartAsync();
    }

    /// <summary>A database of its own for one test.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return ConnectionString(name);
    }

    public string ConnectionString(string database) => ConnectionString(database, Port);

    public static string ConnectionString(string database, int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = database,
        Username = "postgres",
        MaxPoolSize = 20,
        CancellationTimeout = 500,
    }.ConnectionString;

    /// <summary>Starts it, or starts it again where it was, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _server = DebianPrograms.Start(
            DebianPrograms.PostgreSql("postgres"), "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", _folder, "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "logging_collector=off");
        while (!await AnswersAsync())
        {
            if (_server.HasExited) throw new InvalidOperationException($"PostgreSQL does not start: {await _server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        _ = _server.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>The power fails: no process of it ends in order.</summary>
    public async Task CrashAsync()
    {
        // Its children notice that it is gone and end at once; until the last one has, the next one does not start.
        Kill();
        await _server!.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false }) await DebianPrograms.RunAsync(DebianPrograms.PostgreSql("pg_ctl"), "stop", "-D", Data, "-m", "immediate", "-w");
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private void Kill()
    {
        if (_server is { HasExited: false }) _server.Kill(entireProcessTree: true);
    }
}
