using System.Buffers.Text;
using System.Text;
using ScopeAuth.Tests.Tokens;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>One member of a JSON object as it is written: the name with its quotes, and any text as its value.</summary>
internal sealed record JsonLine(string Name, string Value)
{
    public static JsonLine Of(string name, string value) => new($"\"{name}\"", value);

    public override string ToString() => $"{Name}:{Value}";
}

/// <summary>A token in pieces: any of them can be changed before it is signed, and the text afterwards.</summary>
internal sealed class TokenDraft
{
    public TokenDraft(TestKey key, SignatureAlgorithm algorithm, DateTimeOffset now)
    {
        (Key, Algorithm) = (key, algorithm);
        Header = [JsonLine.Of("alg", $"\"{algorithm.Name}\""), JsonLine.Of("kid", $"\"{key.Id}\""), JsonLine.Of("typ", "\"JWT\"")];
        Claims =
        [
            JsonLine.Of("iss", $"\"{OfflineApi.Issuer}\""), JsonLine.Of("aud", $"\"{OfflineApi.Audience}\""), JsonLine.Of("client_id", $"\"{OfflineApi.Client}\""),
            JsonLine.Of("sub", "\"subject\""), JsonLine.Of("jti", "\"token-1\""), JsonLine.Of("scope", $"\"{OfflineApi.Scope}\""),
            JsonLine.Of("iat", Seconds(now)), JsonLine.Of("exp", Seconds(now.AddMinutes(30))),
        ];
        Now = now;
    }

    public DateTimeOffset Now { get; }

    public List<JsonLine> Header { get; }

    public List<JsonLine> Claims { get; }

    /// <summary>The key that signs; the header may name another one.</summary>
    public TestKey Key { get; set; }

    public SignatureAlgorithm Algorithm { get; set; }

    /// <summary>In place of the members.</summary>
    public byte[]? HeaderText { get; set; }

    public byte[]? PayloadText { get; set; }

    /// <summary>In place of a signature by <see cref="Key"/>.</summary>
    public Func<byte[], byte[]>? Sign { get; set; }

    public List<Func<byte[], byte[]>> SignatureChanges { get; } = [];

    public List<Func<string, string>> TextChanges { get; } = [];

    /// <summary>What was done to it, for the report of a failure.</summary>
    public List<string> Changes { get; } = [];

    public string Build()
    {
        var header = Encode(HeaderText ?? Text(Header));
        var payload = Encode(PayloadText ?? Text(Claims));
        var signed = Encoding.ASCII.GetBytes($"{header}.{payload}");
        var signature = Sign is not null ? Sign(signed) : Key.Sign(signed, Algorithm);
        foreach (var change in SignatureChanges) signature = change(signature);
        var token = $"{header}.{payload}.{Encode(signature)}";
        foreach (var change in TextChanges) token = change(token);
        return token;
    }

    public static byte[] Text(List<JsonLine> members) => Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}");

    public static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
