using System.Buffers.Text;
using System.Security.Cryptography;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

/// <summary>The comparison that tells a remembered token from all others: it must be exact at every length, whichever instructions the machine has.</summary>
public sealed class Base64UrlTextTests
{
    [Fact]
    public void Bytes_of_every_length_are_spelled_as_the_platform_spells_them()
    {
        for (var length = 1; length <= 300; length++)
        {
            var bytes = RandomNumberGenerator.GetBytes(length);
            Assert.True(Spells(Base64Url.EncodeToString(bytes), bytes), $"{length} bytes");
        }
    }

    [Fact]
    public void Every_character_of_the_alphabet_is_spelled_in_every_place()
    {
        // 48 bytes are 64 characters; turned by one place at a time, each character comes to each place.
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (var turn = 0; turn < alphabet.Length; turn++)
        {
            var text = alphabet[turn..] + alphabet[..turn];
            Assert.True(Spells(text, Base64Url.DecodeFromChars(text)), text);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(49)]
    [InlineData(95)]
    [InlineData(97)]
    [InlineData(98)]
    [InlineData(256)]
    public void One_character_that_differs_anywhere_is_another_text(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var text = Base64Url.EncodeToString(bytes).ToCharArray();
        // Neighbours, what folds onto the right one when its high byte is cut off, and what saturation makes of others.
        Func<char, char>[] changes = [c => (char)(c ^ 1), c => (char)(c + 0x100), c => (char)(c | 0x8000), _ => '\0', _ => 'ÿ', _ => '=', _ => '+', _ => '￿'];
        for (var place = 0; place < text.Length; place++)
        {
            var right = text[place];
            foreach (var change in changes)
            {
                text[place] = change(right);
                Assert.False(Spells(new(text), bytes), $"place {place} of {text.Length}, U+{(int)text[place]:X4}");
            }
            text[place] = right;
        }
        Assert.True(Spells(new(text), bytes));
    }

    [Fact]
    public void A_text_that_is_longer_or_shorter_is_another_text()
    {
        for (var length = 1; length <= 120; length++)
        {
            var bytes = RandomNumberGenerator.GetBytes(length);
            var text = Base64Url.EncodeToString(bytes);
            Assert.False(Spells(text + "A", bytes));
            Assert.False(Spells(text[..^1], bytes));
        }
    }

    [Fact]
    public void Unused_bits_that_are_not_zero_are_another_spelling()
    {
        foreach (var length in (int[])[1, 2, 49, 50, 97, 98])
        {
            var bytes = new byte[length];
            var text = Base64Url.EncodeToString(bytes);
            Assert.False(Spells(text[..^1] + "B", bytes), $"{length} bytes");
        }
    }

    private static bool Spells(string text, byte[] bytes) => Base64UrlText.Spells(text, bytes, new byte[1024]);
}
