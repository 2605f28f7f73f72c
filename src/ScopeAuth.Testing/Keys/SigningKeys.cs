using System.Collections.Immutable;
using ScopeAuth.Testing.Vendors;

namespace ScopeAuth.Testing.Keys;

/// <summary>The keys of one server: the active one signs, the next one is published before its time as vendors do.</summary>
internal sealed class SigningKeys : IDisposable
{
    private readonly VendorProfile _profile;
    private readonly TestAuthorizationServerOptions _options;
    private readonly Lock _gate = new();
    private readonly List<SigningKey> _made = [];
    private ImmutableArray<SigningKey> _published;
    private SigningKey? _next;
    private SigningKey _active;

    public SigningKeys(VendorProfile profile, TestAuthorizationServerOptions options)
    {
        (_profile, _options) = (profile, options);
        _active = Create(options.Algorithm);
        _published = [.. profile.OtherKeys.Select(other => Create(other.Algorithm, other.Use)), _active];
    }

    public SigningKey Active
    {
        get
        {
            lock (_gate) return _active;
        }
    }

    /// <summary>
    /// Vendors give their order no meaning: the active key stands last, so that taking the first one fails a test.
    /// </summary>
    public ImmutableArray<SigningKey> Published
    {
        get
        {
            lock (_gate) return _published.Insert(0, Next());
        }
    }

    public void Rotate(bool keepOld)
    {
        lock (_gate)
        {
            var old = _active;
            _active = Next();
            _next = null;
            _published = [.. _published.Where(key => keepOld || key != old), _active];
        }
    }

    public void Dispose()
    {
        foreach (var key in _made) key.Dispose();
    }

    // Made when it is first seen: an RSA key costs a tenth of a second, and a server that only issues tokens needs no second one.
    private SigningKey Next() => _next ??= Create(_options.Algorithm);

    private SigningKey Create(string algorithm, string use = "sig")
    {
        var key = SigningKey.Create(
            SignatureAlgorithm.Of(algorithm), _options.RsaKeySize, _profile.NameKey, _options.TimeProvider.GetUtcNow(), use);
        _made.Add(key);                                        // a withdrawn key may still be asked to sign: kept until the end
        return key;
    }
}
