using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ScopeAuth.Tests.Peers;

/// <summary>oidc-provider, an authorization server that is not ours, in a process of its own on a free port.</summary>
public sealed class OidcProvider : IAsyncLifetime
{
    private static readonly HttpClient Http = new();
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(3);

    private readonly ConcurrentQueue<string> _errors = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scopeauth-peer-");
    private Process? _process;

    public string Issuer { get; private set; } = "";

    /// <summary>The settings by which an API accepts it: its keys are found by discovery.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Configuration => new Dictionary<string, string?>
    {
        ["AuthorizationServers:peer:Issuer"] = Issuer,
        ["AuthorizationServers:peer:Audiences"] = "https://api.example",
        ["AuthorizationServers:peer:ClientIds"] = "peer-client",
        ["AuthorizationServers:peer:Organizations"] = "zscaler.net::1234567",
        ["AuthorizationServers:peer:AllowHttp"] = "true",
    };

    /// <summary>The private key by which the API authenticates as <c>api-by-key</c>.</summary>
    public string KeyFile => Path.Combine(_folder.FullName, "api.pem");

    public async ValueTask InitializeAsync()
    {
        await NodePackages.EnsureAsync();
        _process = NodePackages.Start("node", "server.mjs", MakeKey());
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        Issuer = (await ReadAsync("listening"))["listening ".Length..];
    }

    /// <summary>A token by client credentials, for a resource of its own for each algorithm (RFC 8707).</summary>
    public async Task<string> GetTokenAsync(string algorithm, string scope = "zscaler.net::1234567::FirewallAdmin")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Issuer}/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["scope"] = scope,
                ["resource"] = $"https://api.example/{algorithm}",
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("peer-client:peer-secret")));
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{text}\n{string.Join('\n', _errors)}");
        using var answer = JsonDocument.Parse(text);
        return answer.RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>Revokes a token as its client does (RFC 7009).</summary>
    public async Task RevokeAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Issuer}/token/revocation")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("peer-client:peer-secret")));
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, string.Join('\n', _errors));
    }

    /// <summary>Restarts it with new keys; the old ones are gone.</summary>
    public async Task RotateKeysAsync()
    {
        await _process!.StandardInput.WriteLineAsync("rotate");
        await _process.StandardInput.FlushAsync();
        await ReadAsync("rotated");
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private string MakeKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        var point = key.ExportParameters(false).Q;
        return $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
    }

    private async Task<string> ReadAsync(string expected)
    {
        using var limit = new CancellationTokenSource(LongestAnswer);
        while (await _process!.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            if (line.StartsWith(expected, StringComparison.Ordinal)) return line;
        throw new InvalidOperationException($"oidc-provider ended without '{expected}'.\n{string.Join('\n', _errors)}");
    }
}
