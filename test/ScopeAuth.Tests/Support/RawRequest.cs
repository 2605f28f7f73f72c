using System.Net.Sockets;
using System.Text;

namespace ScopeAuth.Tests.Support;

/// <summary>A request written byte by byte, for what no client library would send.</summary>
internal static class RawRequest
{
    /// <returns>The whole response as text: status line, headers, body.</returns>
    public static async Task<string> GetAsync(TestApi api, string path, params string[] headers)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var address = api.Http.BaseAddress!;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellation);
        await using var stream = client.GetStream();
        string[] lines = [$"GET {path} HTTP/1.1", $"Host: {address.Authority}", "Connection: close", .. headers, "", ""];
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", lines)), cancellation);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellation);
    }

    /// <summary>The status of a response.</summary>
    public static int StatusOf(string response) => int.Parse(response.AsSpan(9, 3), provider: null);

    /// <summary>The value of the one header of this name, or null.</summary>
    public static string? HeaderOf(string response, string name) => response.Split("\r\n\r\n")[0].Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).SingleOrDefault();
}
