using ScopeAuth.Introspection;

namespace ScopeAuth.Tests.Introspection;

public sealed class QuestionFlightsTests
{
    private static readonly ReadOnlyMemory<char> Token = "token".AsMemory();
    private static readonly TokenDigest Hash = TokenDigest.Of(Token.Span);

    private readonly IntrospectionAnswer _said = IntrospectionAnswer.Inactive(DateTimeOffset.MaxValue);
    private IntrospectionAnswer? _remembered;
    private int _asked;

    [Fact]
    public async Task What_was_answered_after_the_caller_looked_is_not_asked_again()
    {
        var flights = new QuestionFlights(AskAsync, _ => _remembered);

        Assert.Same(_said, await flights.Join(Hash, Token, fresh: false));
        Assert.Same(_said, await flights.Join(Hash, Token, fresh: false));

        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task A_fresh_answer_is_never_a_remembered_one()
    {
        var flights = new QuestionFlights(AskAsync, _ => _remembered);
        _remembered = IntrospectionAnswer.Active(default, DateTimeOffset.MaxValue);

        Assert.Same(_said, await flights.Join(Hash, Token, fresh: true));

        Assert.Equal(1, _asked);
    }

    private Task<IntrospectionAnswer> AskAsync(TokenDigest hash, ReadOnlyMemory<char> token)
    {
        _asked++;
        return Task.FromResult(_remembered = _said);
    }
}
