using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ScopeAuth.PostgreSql.Benchmarks;

/// <summary>A PostgreSQL server of one's own, in a new folder, on a free port. It dies with the process and leaves nothing.</summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopeauth-pg-").FullName;
    private readonly string[] _settings;
    private Process? _process;
    private int _databases;

    private PostgreSqlServer(string[] settings) => _settings = settings;

    public int Port { get; } = FreePort();

    private string Data => Path.Combine(_folder, "data");

    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="settings">Settings as <c>name=value</c>.</param>
    public static async Task<PostgreSqlServer> StartNewAsync(CancellationToken cancellationToken, params string[] settings)
    {
        var server = new PostgreSqlServer(settings);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Kill();
        DebianPrograms.GiveToServerUser(server._folder);
        await DebianPrograms.RunAsync(DebianPrograms.PostgreSql("initdb"), "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.StartAsync(cancellationToken);
        return server;
    }

    public static string ConnectionString(string database, int port) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = database,
        Username = "postgres",
        MaxPoolSize = 20,
        CancellationTimeout = 500,
    }.ConnectionString;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A database of its own for one test.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", Port));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return ConnectionString(name, Port);
    }

    /// <summary>Starts it, for the first time or where it was, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string[] settings = ["listen_addresses=127.0.0.1", "max_connections=200", "logging_collector=off", .. _settings];
        _process = DebianPrograms.Start(
            DebianPrograms.PostgreSql("postgres"),
            ["-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", _folder, .. settings.SelectMany(setting => (string[])["-c", setting])]);
        await _process.UntilItSaysAsync("database system is ready to accept connections", cancellationToken);
    }

    /// <summary>Kills it: no process of it ends in order, and nothing is written any more.</summary>
    public async Task CrashAsync(CancellationToken cancellationToken)
    {
        Kill();
        await _process!.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await DebianPrograms.RunAsync(DebianPrograms.PostgreSql("pg_ctl"), "stop", "-D", Data, "-m", "immediate", "-w");
        Directory.Delete(_folder, recursive: true);
    }

    private void Kill()
    {
        if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
    }
}
