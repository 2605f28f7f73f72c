using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Vectors;

/// <summary>The JSON parsing test suite: each text as it is, and as the value of a member, since the reader reads objects only.</summary>
public sealed class JsonTestSuiteTests(ITestOutputHelper output)
{
    private const string Duplicate = "a name twice in one object (RFC 7515 section 4, RFC 7519 section 4)";
    private const string LoneSurrogate = "an escaped surrogate without its other half stands for no character";
    private const string NotUtf8 = "not UTF-8 (RFC 8259 section 8.1)";
    private const string AnySize = "a number of any size is JSON; only a NumericDate has bounds";

    /// <summary>Texts of which RFC 8259 lets an implementation decide, and what is decided here. Null: it is read.</summary>
    private static readonly Dictionary<string, string?> Decisions = new(StringComparer.Ordinal)
    {
        ["i_number_double_huge_neg_exp"] = null,        // AnySize, for all numbers
        ["i_number_huge_exp"] = null,
        ["i_number_neg_int_huge_exp"] = null,
        ["i_number_pos_double_huge_exp"] = null,
        ["i_number_real_neg_overflow"] = null,
        ["i_number_real_pos_overflow"] = null,
        ["i_number_real_underflow"] = null,
        ["i_number_too_big_neg_int"] = null,
        ["i_number_too_big_pos_int"] = null,
        ["i_number_very_big_negative_int"] = null,
        ["i_object_key_lone_2nd_surrogate"] = LoneSurrogate,
        ["i_string_1st_surrogate_but_2nd_missing"] = LoneSurrogate,
        ["i_string_1st_valid_surrogate_2nd_invalid"] = LoneSurrogate,
        ["i_string_UTF-16LE_with_BOM"] = NotUtf8,
        ["i_string_UTF-8_invalid_sequence"] = NotUtf8,
        ["i_string_UTF8_surrogate_U+D800"] = NotUtf8,
        ["i_string_incomplete_surrogate_and_escape_valid"] = LoneSurrogate,
        ["i_string_incomplete_surrogate_pair"] = LoneSurrogate,
        ["i_string_incomplete_surrogates_escape_valid"] = LoneSurrogate,
        ["i_string_invalid_lonely_surrogate"] = LoneSurrogate,
        ["i_string_invalid_surrogate"] = LoneSurrogate,
        ["i_string_invalid_utf-8"] = NotUtf8,
        ["i_string_inverted_surrogates_U+1D11E"] = LoneSurrogate,
        ["i_string_iso_latin_1"] = NotUtf8,
        ["i_string_lone_second_surrogate"] = LoneSurrogate,
        ["i_string_lone_utf8_continuation_byte"] = NotUtf8,
        ["i_string_not_in_unicode_range"] = NotUtf8,
        ["i_string_overlong_sequence_2_bytes"] = NotUtf8,
        ["i_string_overlong_sequence_6_bytes"] = NotUtf8,
        ["i_string_overlong_sequence_6_bytes_null"] = NotUtf8,
        ["i_string_truncated-utf-8"] = NotUtf8,
        ["i_string_utf16BE_no_BOM"] = NotUtf8,
        ["i_string_utf16LE_no_BOM"] = NotUtf8,
        ["i_structure_500_nested_arrays"] = "deeper than 32",
        ["i_structure_UTF-8_BOM_empty_object"] = "a byte order mark (RFC 8259 section 8.1 lets a parser refuse it)",
        // Valid JSON that is refused on purpose.
        ["y_object_duplicated_key"] = Duplicate,
        ["y_object_duplicated_key_and_value"] = Duplicate,
        // The second folder: texts that parsers are known to change when they read them.
        ["number_-9223372036854775808"] = null,
        ["number_-9223372036854775809"] = null,
        ["number_1.0"] = null,
        ["number_1.000000000000000005"] = null,
        ["number_1000000000000000"] = null,
        ["number_10000000000000000999"] = null,
        ["number_1e-999"] = null,
        ["number_1e6"] = null,
        ["number_9223372036854775807"] = null,
        ["number_9223372036854775808"] = null,
        ["object_key_nfc_nfd"] = null,                  // names are compared byte by byte, never normalised
        ["object_key_nfd_nfc"] = null,
        ["object_same_key_different_values"] = Duplicate,
        ["object_same_key_same_value"] = Duplicate,
        ["object_same_key_unclear_values"] = Duplicate,
        ["string_1_escaped_invalid_codepoint"] = LoneSurrogate,
        ["string_1_invalid_codepoint"] = NotUtf8,
        ["string_2_escaped_invalid_codepoints"] = LoneSurrogate,
        ["string_2_invalid_codepoints"] = NotUtf8,
        ["string_3_escaped_invalid_codepoints"] = LoneSurrogate,
        ["string_3_invalid_codepoints"] = NotUtf8,
        ["string_with_escaped_NULL"] = null,
    };

    [Theory]
    [InlineData("json-test-suite/test_parsing", "y_", 95, 93)]
    [InlineData("json-test-suite/test_parsing", "n_", 188, 0)]
    [InlineData("json-test-suite/test_parsing", "i_", 35, 10)]
    [InlineData("json-test-suite/test_transform", "", 22, 13)]
    public void Every_text_is_read_or_refused_as_it_should_be(string folder, string kind, int texts, int expectedReads)
    {
        var files = VectorFile.In(folder, $"{kind}*.json");
        Assert.Equal(texts, files.Count);
        var reads = 0;
        foreach (var file in files)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (kind is "i_" or "") Assert.True(Decisions.ContainsKey(name), $"{name} is not decided");
            var expected = kind != "n_" && Decisions.GetValueOrDefault(name) is null;
            var text = File.ReadAllBytes(file);

            Assert.True(expected == JsonObject.IsAccepted([.. "{\"a\":"u8, .. text, .. "}"u8]), $"{name} as a value");
            Assert.True((expected && IsObject(text)) == JsonObject.IsAccepted(text), $"{name} as it is");
            reads += expected ? 1 : 0;
        }
        Assert.Equal(expectedReads, reads);
        output.WriteLine($"{folder} {kind}: {texts} texts, {reads} read, {texts - reads} refused. {AnySize}.");
    }

    [Fact]
    public void Every_decision_is_about_a_text_of_the_suite()
    {
        var names = VectorFile.In("json-test-suite").Select(Path.GetFileNameWithoutExtension).ToHashSet();

        Assert.Equal(318 + 22, names.Count);
        Assert.Empty(Decisions.Keys.Except(names));
    }

    private static bool IsObject(byte[] text) => text.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
