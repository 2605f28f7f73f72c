using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Samples.Administration;

/// <summary>The one account of the sample's console: made at the start, printed once, gone with the process. Yours is a login that your service has already.</summary>
internal sealed class LocalAdministrator(TimeProvider clock)
{
    public const string Name = "administrator";

    /// <summary>So many wrong passwords in a row, and nobody gets in for a while, not even with the right one.</summary>
    public const int WrongTries = 10;

    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private int _wrong;
    private DateTimeOffset _lockedUntil;

    public string Password { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));

    public SignIn Try(string? name, string? password)
    {
        lock (_gate)
        {
            if (clock.GetUtcNow() < _lockedUntil) return SignIn.Locked;
            if (name == Name & IsPassword(password))
            {
                _wrong = 0;
                return SignIn.Good;
            }
            if (++_wrong < WrongTries) return SignIn.Wrong;
            _wrong = 0;
            _lockedUntil = clock.GetUtcNow() + LockedFor;
            return SignIn.Locked;
        }
    }

    // Hashed, so that neither length nor content shows in the time it takes.
    private bool IsPassword(string? password) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(password ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(Password)));
}
