using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class TokenValidityTests
{
    [Theory]
    [InlineData("""{"exp":1000}""", 0, true)]
    [InlineData("""{"exp":1000}""", 1059, true)]
    [InlineData("""{"exp":1000}""", 1060, false)]
    [InlineData("""{"exp":1000,"nbf":500}""", 439, false)]
    [InlineData("""{"exp":1000,"nbf":500}""", 440, true)]
    [InlineData("""{"exp":1000,"iat":700}""", 639, false)]
    [InlineData("""{"exp":1000,"iat":700,"nbf":500}""", 639, false)]
    [InlineData("""{"exp":1000,"iat":700,"nbf":500}""", 640, true)]
    [InlineData("""{"exp":1000,"iat":500,"nbf":700}""", 639, false)]
    [InlineData("""{"exp":1000,"iat":500,"nbf":700}""", 640, true)]
    public void A_remembered_token_is_valid_from_the_later_of_two_times_to_its_end_with_the_skew_at_both(string claims, int second, bool isValid)
    {
        Assert.True(TokenTimes.TryRead(JsonObject.Read(claims), out var times));

        Assert.Equal(isValid, new TokenValidity(times, TimeSpan.FromSeconds(60)).Contains(DateTimeOffset.FromUnixTimeSeconds(second)));
    }
}
