using System.Collections.Immutable;
using ScopeAuth.Testing.Vendors;

namespace ScopeAuth.Testing;

/// <summary>The personal API keys of a server; only <see cref="Vendor.SafewhereIdentify"/> has them.</summary>
public sealed class TestApiKeys
{
    private readonly TestAuthorizationServer _server;
    private ImmutableList<TestApiKey> _keys = [];

    internal TestApiKeys(TestAuthorizationServer server) => _server = server;

    /// <summary>All keys, active or not, in the order they were made.</summary>
    public IReadOnlyList<TestApiKey> All => _keys;

    /// <summary>Makes a key.</summary>
    /// <param name="name">Its name, for the administrator.</param>
    /// <param name="scopes">The role scopes it may be exchanged for; each in one of the server's organisations.</param>
    /// <param name="lifetimeDays">How long it can be exchanged, in days.</param>
    /// <param name="subject">Who makes it, one of the options' administrators; its tokens name them.</param>
    /// <param name="clientId">The client that may exchange it; by default the server's first.</param>
    /// <returns>The key with its refresh token.</returns>
    /// <exception cref="NotSupportedException">The vendor has no such keys.</exception>
    /// <exception cref="UnauthorizedAccessException">The subject is no administrator.</exception>
    /// <exception cref="ArgumentException">A scope is not the server's, there is none, or the lifetime is not positive.</exception>
    public TestApiKey Create(
        string name, IEnumerable<string> scopes, int lifetimeDays = 7, string subject = "administrator", string? clientId = null)
    {
        if (!_server.Profile.GrantTypes.Contains("refresh_token"))
            throw new NotSupportedException($"{_server.Vendor} has no personal API keys.");

        if (!_server.Options.Administrators.Contains(subject))
            throw new UnauthorizedAccessException($"'{subject}' is no administrator, and nobody else may make API keys.");

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lifetimeDays);
        string[] chosen = [.. scopes];
        if (chosen.Length == 0 || !chosen.All(_server.MayIssue))
            throw new ArgumentException("Every scope has to be one of the server's organisations'.", nameof(scopes));

        var now = _server.Now;
        var key = new TestApiKey(() => _server.Now, _server.Tokens)
        {
            Name = name,
            RefreshToken = VendorProfile.RandomText(32),
            ClientId = clientId ?? _server.DefaultClientId,
            Subject = subject,
            Scopes = chosen,
            CreatedAt = now,
            ExpiresAt = now.AddDays(lifetimeDays),
        };
        ImmutableInterlocked.Update(ref _keys, static (keys, added) => keys.Add(added), key);
        return key;
    }

    internal TestApiKey? Find(string refreshToken) => _keys.Find(key => key.RefreshToken == refreshToken);
}
