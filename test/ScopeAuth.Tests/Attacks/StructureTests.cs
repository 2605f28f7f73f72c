using System.Text;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Support;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section C of docs/security.md: three parts, each in its one spelling.</summary>
public sealed class StructureTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}.{1}")]
    [InlineData("{0}.{1}.")]
    [InlineData("{0}..{2}")]
    [InlineData(".{1}.{2}")]
    [InlineData(".{0}.{1}.{2}")]
    [InlineData("{0}..{1}.{2}")]
    [InlineData("{0}.{1}.{2}.")]
    [InlineData("{0}.{1}.{2}.{2}")]
    [InlineData("..")]
    [InlineData(".")]
    public async Task C42_A_token_has_three_parts_and_none_is_empty(string form) => await api.RefusesAsync(Rejection.Malformed, Written(form));

    [Theory]
    [InlineData("""{{"protected":"{0}","payload":"{1}","signature":"{2}"}}""")]
    [InlineData("""{{"payload":"{1}","signatures":[{{"protected":"{0}","signature":"{2}"}}]}}""")]
    public Task C44_The_JSON_serialization_is_no_bearer_token(string form) => IsNoTokenAsync(form);

    [Theory]
    [InlineData("""{{"protected":"{0}","payload":"{1}","signature":"{2}","x":"{0}.{1}.{2}"}}""")]
    [InlineData("""{{"a":"{0}.{1}.{2}"}}""")]
    [InlineData("{0}.{1}.{2}#{{\"alg\":\"none\"}}")]
    public Task C45_What_is_JSON_and_three_parts_at_once_is_neither(string form) => IsNoTokenAsync(form);

    [Theory]
    [InlineData("""{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2c":2147483647,"p2s":"AAAA"}""", "e30")]
    [InlineData("""{"alg":"dir","enc":"A256GCM"}""", "e30")]
    [InlineData("""{"alg":"RSA-OAEP","enc":"A128CBC-HS256","zip":"DEF"}""", "e30")]
    [InlineData("""{"alg":"none","enc":"none"}""", "eyJhbGciOiJub25lIn0")]
    public async Task C46_C47_An_encrypted_token_is_refused_before_anything_of_it_is_read(string header, string content)
    {
        var encrypted = $"{CompactToken.Encode(header)}.AAAA.{content}.AAAA.AAAA";
        Assert.Equal(Rejection.EncryptedToken, (await api.Api.Validator.ValidateAsync(encrypted, TestContext.Current.CancellationToken)).Rejection);
        Assert.InRange(await AllocatedBytes.FewestAsync(() => api.Api.Validator.ValidateAsync(encrypted, TestContext.Current.CancellationToken)), 0, 8 * 1024);

        await api.RefusesAsync(Rejection.EncryptedToken, draft => draft.TextChanges.Add(token => $"{CompactToken.Encode(header)}.{token}.{content}"));
    }

    [Fact]
    public async Task C53_Padding_makes_a_part_malformed()
    {
        foreach (var form in (string[])["{0}=.{1}.{2}", "{0}.{1}=.{2}", "{0}.{1}.{2}=", "{0}.{1}.{2}=="]) await api.RefusesAsync(Rejection.Malformed, Written(form));
    }

    [Theory]
    [InlineData('-', '+')]
    [InlineData('_', '/')]
    public async Task C54_The_alphabet_of_plain_base64_is_not_read(char of, char insteadOf)
    {
        // A signature that holds the character: ECDSA makes another one each time.
        string token;
        do token = api.Draft().Build();
        while (!token.Split('.')[2].Contains(of, StringComparison.Ordinal));
        Assert.Equal(200, (await api.Api.AskAsync("/whoami", token)).Status);

        Assert.Equal(Rejection.Malformed, (await api.Api.AskAsync("/whoami", token.Replace(of, insteadOf))).Rejection);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\u00a0")]
    public async Task C55_White_space_inside_a_token_is_not_skipped(string space)
    {
        var token = api.Draft().Build();
        foreach (var place in (int[])[5, token.IndexOf('.', StringComparison.Ordinal), token.Length - 3])
            Assert.Equal(Rejection.Malformed, (await api.Api.Validator.ValidateAsync(token.Insert(place, space), TestContext.Current.CancellationToken)).Rejection);
    }

    [Fact]
    public async Task C56_The_same_bytes_in_another_spelling_are_another_token_and_malformed()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        // 64 bytes leave four bits of the last of 86 characters unused.
        await api.RefusesAsync(Rejection.Malformed, draft => draft.TextChanges.Add(token => token[..^1] + Alphabet[Alphabet.IndexOf(token[^1], StringComparison.Ordinal) + 1]));
    }

    [Theory]
    [InlineData("?")]
    [InlineData("%0A")]
    [InlineData("%2e")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("~")]
    [InlineData("\u200b")]
    [InlineData("\uff0e")]
    [InlineData("\u0435")]
    [InlineData("\0")]
    public async Task C57_A_character_outside_the_alphabet_is_not_skipped(string text)
    {
        var token = api.Draft().Build();
        foreach (var place in (int[])[0, 5, token.LastIndexOf('.'), token.Length])
            Assert.Equal(Rejection.Malformed, (await api.Api.Validator.ValidateAsync(token.Insert(place, text), TestContext.Current.CancellationToken)).Rejection);
    }

    [Fact]
    public async Task C67_A_token_beyond_the_limit_is_refused_before_it_is_decoded()
    {
        await api.RefusesAsync(Rejection.TokenTooLong, draft => draft.Claims.Add(JsonLine.Of("pad", $"\"{new string('p', 12 * 1024)}\"")));
        await api.RefusesAsync(Rejection.TokenTooLong, draft => draft.Header.Add(JsonLine.Of("pad", $"\"{new string('p', 12 * 1024)}\"")));
        await api.RefusesAsync(Rejection.TokenTooLong, draft => draft.SignatureChanges.Add(signature => [.. signature, .. new byte[12 * 1024]]));
    }

    private static Action<TokenDraft> Written(string form) => draft => draft.TextChanges.Add(token =>
    {
        var parts = token.Split('.');
        return string.Format(null, CompositeFormat.Parse(form), parts[0], parts[1], parts[2]);
    });

    /// <summary>By HTTP it cannot stand in the header, and the validator takes it for no token either.</summary>
    private async Task IsNoTokenAsync(string form)
    {
        await api.AdmitsAsync();
        var draft = api.Draft();
        Written(form)(draft);
        var text = draft.Build();

        var answer = await api.Api.AskAsync("/whoami", change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {text}"));
        Assert.Equal((400, Rejection.InvalidRequest), (answer.Status, answer.Rejection));
        Assert.Equal(Rejection.Malformed, (await api.Api.Validator.ValidateAsync(text, TestContext.Current.CancellationToken)).Rejection);
    }
}
