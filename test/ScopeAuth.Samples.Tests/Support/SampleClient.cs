using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ScopeAuth.Samples.Tests.Support;

/// <summary>A client of the sample, as a customer would write it.</summary>
internal sealed class SampleClient(HttpClient http)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static string OrganizationOf(string server) => server is "zitadel" or "identify" ? "zscalertwo.net::7654321" : "zscaler.net::1234567";

    public async Task<string> GetTokenAsync(string server, string role, bool byForm = false)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = $"{OrganizationOf(server)}::{role}",
        };
        if (byForm) (form["client_id"], form["client_secret"]) = ("demo", "demo-secret");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/as/{server}/token") { Content = new FormUrlEncodedContent(form) };
        if (!byForm) request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("demo:demo-secret")));

        using var response = await http.SendAsync(request, Cancelled);
        var answer = await ReadAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        return answer.GetProperty("access_token").GetString()!;
    }

    public Task<HttpResponseMessage> SendAsync(string method, string path, string? token = null, object? body = null)
    {
        var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http.SendAsync(request, Cancelled);
    }

    public async Task<JsonElement> GetAsync(string path, string token)
    {
        using var response = await SendAsync("GET", path, token);
        var answer = await ReadAsync(response);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {answer}");
        return answer;
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        return document.RootElement.Clone();
    }
}
