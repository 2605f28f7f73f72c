using ScopeAuth.Samples.Administration;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Console.Tests;

/// <summary>The login of the sample.</summary>
public sealed class LocalAdministratorTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Ten_wrong_tries_lock_the_account_for_a_while_also_for_the_right_password()
    {
        var administrator = new LocalAdministrator(_clock);
        for (var count = 1; count < LocalAdministrator.WrongTries; count++) Assert.Equal(SignIn.Wrong, administrator.Try("administrator", $"guess {count}"));
        Assert.Equal(SignIn.Locked, administrator.Try("administrator", "guess 10"));

        Assert.Equal(SignIn.Locked, administrator.Try("administrator", administrator.Password));
        _clock.Advance(LocalAdministrator.LockedFor - TimeSpan.FromSeconds(1));
        Assert.Equal(SignIn.Locked, administrator.Try("administrator", administrator.Password));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SignIn.Good, administrator.Try("administrator", administrator.Password));
    }

    [Fact]
    public void The_right_password_ends_the_count_of_wrong_ones()
    {
        var administrator = new LocalAdministrator(_clock);
        for (var round = 0; round < 3; round++)
        {
            for (var count = 1; count < LocalAdministrator.WrongTries; count++) Assert.Equal(SignIn.Wrong, administrator.Try("administrator", null));
            Assert.Equal(SignIn.Good, administrator.Try("administrator", administrator.Password));
        }
        Assert.Equal(SignIn.Wrong, administrator.Try("root", administrator.Password));
        Assert.NotEqual(administrator.Password, new LocalAdministrator(_clock).Password);
    }
}
