using ScopeAuth.Scopes;

namespace ScopeAuth.Tests.Scopes;

public sealed class ScopeGrammarTests
{
    [Fact]
    public void A_segment_holds_the_scope_characters_of_RFC_6749_except_the_colon()
    {
        // scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
        for (var character = '\0'; character < '\u0300'; character++)
        {
            var isScopeCharacter = character is '\x21' or (>= '\x23' and <= '\x5B') or (>= '\x5D' and <= '\x7E');
            Assert.Equal(isScopeCharacter && character != ':', ScopeGrammar.IsSegment([character]));
            Assert.Equal(isScopeCharacter && character != ':', ScopeGrammar.IsSegment(['a', character, 'b']));
        }
    }

    [Theory]
    [InlineData("FirewallAdmin", true)]
    [InlineData("View Only", true)]
    [InlineData("a b c", true)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData(" a", false)]
    [InlineData("a ", false)]
    [InlineData("a  b", false)]
    [InlineData("a\tb", false)]
    [InlineData("a:b", false)]
    [InlineData("a \"b\"", false)]
    public void A_role_name_may_hold_single_spaces_inside(string name, bool accepted) => Assert.Equal(accepted, ScopeGrammar.IsRoleName(name));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_role_name_has_at_most_128_characters(int length, bool accepted)
    {
        Assert.Equal(accepted, ScopeGrammar.IsRoleName(new string('r', length)));
        Assert.Equal(accepted, ScopeGrammar.IsRoleName("r " + new string('r', length - 2)));
    }
}
