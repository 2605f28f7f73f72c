using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScopeAuth.Testing.Clients;

/// <summary>The keys a client may sign its assertions with.</summary>
internal static class ClientKeys
{
    private static readonly HttpClient Http = new()
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 1 << 20,
    };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static async Task<IReadOnlyList<ClientKey>> OfAsync(
        TestClient client, string? keyId, CancellationToken cancellationToken)
    {
        IEnumerable<ClientKey> keys = [.. client.PublicKeys.Select(ClientKey.FromPem)];
        if (client.JwksUri is { } address)
        {
            var published = await FetchAsync(address, cancellationToken);
            // Some clients do not name their key: then each of the published ones may be it.
            keys = keys.Concat(published.Where(key => keyId is null || key.Id == keyId));
        }

        return [.. keys];
    }

    // Fetched anew each time: a test server has no load to spare the client, and its rotation is seen at once.
    private static async Task<IEnumerable<ClientKey>> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var keySet = JsonNode.Parse(await Http.GetStringAsync(address, cancellationToken), documentOptions: Strict);
            return [.. keySet?["keys"]?.AsArray().OfType<JsonObject>().SelectMany(Read) ?? []];
        }
        catch (Exception unusable) when (unusable is HttpRequestException or JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static IEnumerable<ClientKey> Read(JsonObject jwk) => ClientKey.TryRead(jwk, out var key) ? [key] : [];
}
