using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Tests;

/// <summary>The requests of these tests, over a real socket.</summary>
internal static class Http
{
    public static readonly HttpClient Client = new();

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<JsonObject> GetJsonAsync(Uri address)
    {
        using var response = await Client.GetAsync(address, Cancelled);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return await ReadAsync(response.EnsureSuccessStatusCode());
    }

    public static Task<HttpResponseMessage> PostAsync(Uri address, params (string Name, string Value)[] form) =>
        PostAsync(address, authorization: null, form);

    public static async Task<HttpResponseMessage> PostAsync(
        Uri address, AuthenticationHeaderValue? authorization, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Authorization = authorization;
        return await Client.SendAsync(request, Cancelled);
    }

    public static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!.AsObject();

    /// <summary>A token of the default client, by the form.</summary>
    public static Task<ParsedToken> TokenAsync(TestAuthorizationServer server, params string[] scopes) =>
        TokenAsync(server.TokenEndpoint, scopes);

    public static async Task<ParsedToken> TokenAsync(Uri endpoint, params string[] scopes)
    {
        using var response = await PostAsync(
            endpoint,
            ("grant_type", "client_credentials"), ("client_id", "demo"), ("client_secret", "demo-secret"),
            ("scope", string.Join(' ', scopes)));
        var answer = await ReadAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
        return ParsedToken.Of((string)answer["access_token"]!);
    }

    /// <summary>The status and the error code of a refused request.</summary>
    public static async Task<(int Status, string? Error)> ErrorAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        return ((int)response.StatusCode, (string?)(await ReadAsync(response))["error"]);
    }
}
