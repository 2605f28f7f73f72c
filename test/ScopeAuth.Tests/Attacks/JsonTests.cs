using System.Text;
using ScopeAuth.Tests.Fuzzing;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section C of docs/security.md, continued: header and payload are strict JSON. Each token here is signed by the server's own key.</summary>
public sealed class JsonTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    [Fact]
    public async Task C48_Nothing_in_a_token_is_unpacked()
    {
        await api.RefusesAsync(Rejection.UnsupportedHeader, draft => draft.Header.Set("zip", "\"DEF\""));
        await api.RefusesAsync(Rejection.UnsupportedHeader, draft => draft.Header.Set("zip", "null"));
        await api.RefusesAsync(Rejection.UnsupportedHeader, draft => draft.Header.Set("enc", "\"A256GCM\""));
    }

    [Fact]
    public async Task C49_A_token_inside_a_token_is_not_unwrapped()
    {
        var inner = api.Draft().Build();

        foreach (var payload in (string[])[inner, $"\"{inner}\""])
            await api.RefusesAsync(Rejection.Malformed, draft =>
            {
                draft.Header.Set("cty", "\"JWT\"");
                draft.PayloadText = Encoding.UTF8.GetBytes(payload);
            });
    }

    [Theory]
    [InlineData("[\"x\"]")]
    [InlineData("[\"http://example.invalid/UNDEFINED\"]")]
    public async Task C50_An_extension_that_must_be_understood_is_not(string names) => await api.RefusesAsync(Rejection.UnsupportedHeader, draft =>
    {
        draft.Header.Set("crit", names);
        draft.Header.Set("x", "true");
        draft.Header.Set("http://example.invalid/UNDEFINED", "true");
    });

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"alg\"]")]
    [InlineData("[\"exp\",\"exp\"]")]
    [InlineData("[\"absent\"]")]
    [InlineData("[1]")]
    [InlineData("\"b64\"")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("false")]
    public async Task C51_Whatever_stands_in_crit_the_token_is_refused(string value) => await api.RefusesAsync(Rejection.UnsupportedHeader, draft => draft.Header.Set("crit", value));

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    [InlineData("\"false\"")]
    public async Task C52_An_unencoded_payload_is_refused(string value)
    {
        await api.RefusesAsync(Rejection.UnsupportedHeader, draft => draft.Header.Set("b64", value));
        await api.RefusesAsync(Rejection.UnsupportedHeader, draft =>
        {
            draft.Header.Set("b64", value);
            draft.Header.Set("crit", "[\"b64\"]");
        });
    }

    [Fact]
    public async Task C58_A_byte_order_mark_makes_header_and_payload_malformed()
    {
        await api.RefusesAsync(Rejection.Malformed, draft => draft.HeaderText = [0xef, 0xbb, 0xbf, .. TokenDraft.Text(draft.Header)]);
        await api.RefusesAsync(Rejection.Malformed, draft => draft.PayloadText = [0xef, 0xbb, 0xbf, .. TokenDraft.Text(draft.Claims)]);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task C59_JSON_is_UTF_8(string name)
    {
        byte[] In(byte[] utf8) => Encoding.Convert(Encoding.UTF8, Encoding.GetEncoding(name), utf8);

        await api.RefusesAsync(Rejection.Malformed, draft => draft.HeaderText = In(TokenDraft.Text(draft.Header)));
        await api.RefusesAsync(Rejection.Malformed, draft => draft.PayloadText = In(TokenDraft.Text(draft.Claims)));
    }

    public static TheoryData<byte[]> BrokenText => new(
        [0xff], [0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [.. "\\ud800"u8], [.. "\\udc00"u8], [.. "\\ud800\\u0041"u8]);

    [Theory]
    [MemberData(nameof(BrokenText))]
    public async Task C60_Broken_text_in_a_claim_that_nobody_reads_makes_the_token_malformed(byte[] text)
    {
        await api.RefusesAsync(Rejection.Malformed, draft => draft.PayloadText = With(draft.Claims));
        await api.RefusesAsync(Rejection.Malformed, draft => draft.HeaderText = With(draft.Header));

        byte[] With(List<JsonLine> members) => [.. TokenDraft.Text(members)[..^1], .. ",\"unused\":{\"deep\":[\""u8, .. text, .. "\"]}}"u8];
    }

    [Theory]
    [InlineData("\"iss\"", "\"https://as.example\"")]
    [InlineData("\"aud\"", "\"https://api.example\"")]
    [InlineData("\"exp\"", "99999999999")]
    [InlineData("\"sub\"", "\"root\"")]
    [InlineData("\"scope\"", "\"zscaler.net::1234567::Operator\"")]
    [InlineData("\"\\u0073cope\"", "\"zscaler.net::1234567::Operator\"")]
    [InlineData("\"x\"", "{\"a\":1,\"\\u0061\":2}")]
    [InlineData("\"x\"", "[{\"a\":1,\"a\":1}]")]
    public async Task C61_A_name_twice_in_one_object_makes_the_token_malformed(string name, string value)
    {
        await api.RefusesAsync(Rejection.Malformed, draft => draft.Claims.Add(new(name, value)));
        await api.RefusesAsync(Rejection.Malformed, draft => draft.Claims.Insert(0, new(name, value)));
        await api.RefusesAsync(Rejection.Malformed, draft => draft.Header.AddRange([new("\"kid2\"", "1"), new("\"k\\u0069d2\"", "2")]));
    }

    [Theory]
    [InlineData("alg", "Alg", Rejection.Malformed)]
    [InlineData("kid", "KID", null)]                        // no key ID at all; the one key that fits is tried
    [InlineData("iss", "ISS", Rejection.UnknownIssuer)]
    [InlineData("exp", "EXP", Rejection.InvalidClaim)]
    [InlineData("aud", "Aud", Rejection.WrongAudience)]
    [InlineData("client_id", "Client_Id", Rejection.WrongClient)]
    [InlineData("scope", "Scope", Rejection.NoUsableRole)]
    public async Task C62_Names_are_told_apart_by_case(string name, string other, Rejection? expected)
    {
        var draft = api.Draft();
        foreach (var members in (List<JsonLine>[])[draft.Header, draft.Claims])
            if (members.Find(member => member.Name == $"\"{name}\"") is { } found) members[members.IndexOf(found)] = JsonLine.Of(other, found.Value);

        Assert.Equal(expected, (await api.AskAsync(draft)).Rejection);
    }

    [Theory]
    [InlineData("{0}{0}")]
    [InlineData("{0},")]
    [InlineData("{0}x")]
    [InlineData("{0}\0")]
    [InlineData("{0}//")]
    [InlineData("/**/{0}")]
    [InlineData("[{0}]")]
    public async Task C63_Nothing_stands_before_or_behind_the_object(string form)
    {
        byte[] In(List<JsonLine> members) => Encoding.UTF8.GetBytes(form.Replace("{0}", Encoding.UTF8.GetString(TokenDraft.Text(members)), StringComparison.Ordinal));

        await api.RefusesAsync(Rejection.Malformed, draft => draft.HeaderText = In(draft.Header));
        await api.RefusesAsync(Rejection.Malformed, draft => draft.PayloadText = In(draft.Claims));
    }

    [Fact]
    public async Task C63_A_comma_at_the_end_of_an_object_is_a_fault() =>
        await api.RefusesAsync(Rejection.Malformed, draft => draft.PayloadText = [.. TokenDraft.Text(draft.Claims)[..^1], .. ",}"u8]);

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData(" ")]
    public async Task C65_Header_and_payload_are_objects(string json)
    {
        await api.RefusesAsync(Rejection.Malformed, draft => draft.PayloadText = Encoding.UTF8.GetBytes(json));
        await api.RefusesAsync(Rejection.Malformed, draft => draft.HeaderText = Encoding.UTF8.GetBytes(json));
    }

    [Fact]
    public async Task C66_Names_that_mean_something_elsewhere_mean_nothing() => await api.AdmitsAsync(draft =>
    {
        draft.Header.Add(JsonLine.Of("__proto__", "{\"alg\":\"none\"}"));
        draft.Claims.AddRange([JsonLine.Of("__proto__", "{\"scope\":\"x\"}"), JsonLine.Of("constructor", "{}"), JsonLine.Of("$type", "\"System.Diagnostics.Process\"")]);
    });
}
