using System.Diagnostics;
using System.Globalization;
using Npgsql;
using ScopeAuth.PostgreSql.Benchmarks;

namespace ScopeAuth.PostgreSql.Tests.Support;

/// <summary>PgBouncer in front of a cluster, in transaction mode: what a client prepared, set or listened to is gone with the transaction.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopeauth-pooler-").FullName;
    private readonly int _port = PostgreSqlServer.FreePort();
    private Process? _process;

    public static async Task<PgBouncer> StartAsync(PostgreSqlCluster cluster)
    {
        var pooler = new PgBouncer();
        var settings = Path.Combine(pooler._folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={cluster.Port} user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {pooler._port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 3
            """));
        DebianPrograms.GiveToServerUser(pooler._folder);
        pooler._process = DebianPrograms.Start("/usr/sbin/pgbouncer", settings);
        await pooler._process.UntilItSaysAsync("process up", TestContext.Current.CancellationToken);
        return pooler;
    }

    public string Through(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Port = _port, NoResetOnClose = true }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }
}
