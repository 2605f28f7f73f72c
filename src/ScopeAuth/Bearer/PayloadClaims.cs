using System.Security.Claims;
using System.Text;
using System.Text.Json;

namespace ScopeAuth.Bearer;

/// <summary>The claims of a verified payload, raw: no name is mapped, an array is one claim for each element, an object is its JSON text.</summary>
internal static class PayloadClaims
{
    public static IEnumerable<Claim> Read(ReadOnlySpan<byte> payload, string issuer)
    {
        var claims = new List<Claim>();
        var reader = new Utf8JsonReader(payload);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var isOurs = ScopeAuthClaimTypes.IsOurs(name);
            if (isOurs) reader.Skip();
            else if (reader.TokenType != JsonTokenType.StartArray) Add(name, ref reader, payload, issuer, claims);
            else
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Add(name, ref reader, payload, issuer, claims);
        }
        return claims;
    }

    private static void Add(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, string issuer, List<Claim> claims)
    {
        var start = (int)reader.TokenStartIndex;
        var (value, type) = reader.TokenType switch
        {
            JsonTokenType.String => (reader.GetString()!, ClaimValueTypes.String),
            JsonTokenType.True => ("true", ClaimValueTypes.Boolean),
            JsonTokenType.False => ("false", ClaimValueTypes.Boolean),
            JsonTokenType.Number => (Encoding.UTF8.GetString(reader.ValueSpan), reader.TryGetInt64(out _) ? ClaimValueTypes.Integer64 : ClaimValueTypes.Double),
            JsonTokenType.Null => ("", "JSON_NULL"),
            _ => ("", "JSON"),
        };
        if (type == "JSON")
        {
            reader.Skip();
            value = Encoding.UTF8.GetString(payload[start..(int)reader.BytesConsumed]);
        }
        claims.Add(new(name, value, type, issuer));
    }
}
