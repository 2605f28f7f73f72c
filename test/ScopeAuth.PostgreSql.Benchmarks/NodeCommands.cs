using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Benchmarks;

/// <summary>A node in a process of its own, told by lines what to do: for what has to be measured between processes, or killed.</summary>
internal static class NodeCommands
{
    /// <summary>
    /// <c>watch TOKEN</c>: accepts the token (<c>accepted</c>), and refuses it as soon as a change tells of it (<c>refused</c> and when).
    /// <c>until TOKEN</c>: says <c>refused</c> and when, once the token is refused.
    /// </summary>
    public static async Task<int> ServeAsync(string connectionString, string[] settings)
    {
        await using var node = await NodeHost.StartAsync(connectionString, settings, CancellationToken.None);
        var validator = node.Services.GetRequiredService<IAccessTokenValidator>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var (command, token) = (line[..5], line[6..]);
            if (command == "watch")
            {
                using var limit = new CancellationTokenSource(Eventually.LongestWait);
                await using var changes = node.Services.GetRequiredService<IRevocationList>().SubscribeAsync(limit.Token).GetAsyncEnumerator(limit.Token);
                await node.UntilAsync(token, null, CancellationToken.None);
                Say("accepted");
                while ((await validator.ValidateAsync(token)).Rejection != Rejection.Revoked) await changes.MoveNextAsync();
            }
            else
            {
                await node.UntilAsync(token, Rejection.Revoked, CancellationToken.None);
            }
            Say(string.Create(CultureInfo.InvariantCulture, $"refused {Stopwatch.GetTimestamp()}"));
        }
        return 0;
    }

    /// <summary>Revokes without end, and says each token ID once its revocation was acknowledged.</summary>
    public static async Task<int> WriteAsync(string connectionString, string[] settings)
    {
        await using var node = await NodeHost.StartAsync(connectionString, settings, CancellationToken.None);
        var list = node.Services.GetRequiredService<IRevocationList>();
        while (true)
        {
            var tokenIds = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid().ToString()).ToArray();
            await Task.WhenAll(tokenIds.Select(async tokenId =>
            {
                await list.RevokeAsync(new NewRevocation { Target = RevocationTarget.Token("server", tokenId), Reason = RevocationReason.Other, RevokedBy = "test" });
                Say(tokenId);
            }));
        }
    }

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
