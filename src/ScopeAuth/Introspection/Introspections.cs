using Microsoft.Extensions.Logging;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Diagnostics;
using ScopeAuth.Keys;
using ScopeAuth.Network;

namespace ScopeAuth.Introspection;

/// <summary>What each server is asked with, and what it said. A change of the settings that does not touch a server leaves both as they are.</summary>
internal sealed class Introspections(
    Backchannels backchannels, ClientCertificates certificates, IntrospectionMetrics metrics, TimeProvider clock, ILogger<TokenIntrospection> logger)
{
    /// <summary>Requests wait for the answer: it comes soon or not at all. Good answers count, so that a few bad ones among many stop nothing.</summary>
    private static readonly BackchannelLimits Limits = new()
    {
        TimeLimit = TimeSpan.FromSeconds(3),
        MaxRetries = 1,
        FailureRatio = 0.5,
        SamplingDuration = TimeSpan.FromSeconds(10),
        BreakDuration = TimeSpan.FromSeconds(10),
        RemembersSuccess = true,
    };

    // By server and all that its registration says: an answer is never found under another registration. Changed under the lock of the settings alone.
    private readonly Dictionary<(UInt128 Fingerprint, KeyRing? Keys), TokenIntrospection> _inUse = [];

    /// <param name="serverName">The configured name.</param>
    /// <param name="fingerprint">What its registration says, in short.</param>
    /// <param name="options">The server's settings; they have passed validation.</param>
    /// <param name="keys">The keys that it signs with; null where it signs nothing that has to be verified here.</param>
    /// <returns>Null for a server that is never asked.</returns>
    public TokenIntrospection? For(string serverName, UInt128 fingerprint, AuthorizationServerOptions options, KeyRing? keys)
    {
        if (options.Validation == TokenValidation.Local) return null;
        if (_inUse.TryGetValue((fingerprint, keys), out var known)) return known;
        return _inUse[(fingerprint, keys)] = Create(serverName, options, keys);
    }

    /// <summary>Forgets what belongs to no server that is named here, after the servers of new settings have taken over.</summary>
    public void Keep(IEnumerable<AuthorizationServer> servers)
    {
        var kept = servers.Select(server => server.Introspection).ToHashSet();
        foreach (var (place, introspection) in _inUse.ToList())
            if (!kept.Contains(introspection)) _inUse.Remove(place);
    }

    private TokenIntrospection Create(string serverName, AuthorizationServerOptions options, KeyRing? keys)
    {
        var backchannel = backchannels.Create(serverName, options, limits: Limits);
        var endpoint = new IntrospectionEndpoint(
            options.IntrospectionUri is { } uri ? new(uri, UriKind.Absolute) : null,
            backchannel,
            ServerIssuers.MetadataUrisForEndpoints(options),
            ServerIssuers.OfMetadata(options));
        var signed = options.SignedIntrospection
            ? new SignedAnswers(keys!, options, ServerIssuers.Of(options), options.IntrospectionClient.Id!, clock)
            : null;
        var client = new IntrospectionClient(backchannel, endpoint, Authentication(serverName, options), signed, options.IntrospectionCacheDuration, clock);
        return new(client, new(serverName, metrics, clock, logger), clock);
    }

    private IClientAuthentication Authentication(string serverName, AuthorizationServerOptions server)
    {
        var client = server.IntrospectionClient;
        return ClientMethod.Of(client) switch
        {
            ClientAuthenticationMethod.ClientSecretBasic => new SecretAuthentication(client.Id!, Secret(serverName, client), inForm: false),
            ClientAuthenticationMethod.ClientSecretPost => new SecretAuthentication(client.Id!, Secret(serverName, client), inForm: true),
            ClientAuthenticationMethod.PrivateKeyJwt => new AssertionAuthentication(
                File(serverName, client.KeyFile!, ClientFiles.KeyReader(client)), client.Id, AudienceOf(server), clock,
                () => Log.AssertionReuseRefused(logger, serverName)),
            ClientAuthenticationMethod.TlsClientAuth => new CertificateAuthentication(
                serverName, client.Id!, File(serverName, client.CertificateFile!, ClientFiles.CertificateReader(client)), certificates),
            _ => new NamedClient(client.Id!),
        };
    }

    private ClientSecret Secret(string serverName, IntrospectionClientOptions client) => client switch
    {
        { Secret: { } text } => new(text),
        { SecretVariable: { } variable } => new(Environment.GetEnvironmentVariable(variable)!),
        _ => new(File<string>(serverName, client.SecretFile!, ClientSecret.TryRead)),
    };

    private ChangingFile<T> File<T>(string serverName, string path, FileReader<T> read)
        where T : class => new(
            path,
            read,
            clock,
            changed => Log.ClientFileChanged(logger, serverName, changed),
            fault => Log.ClientFileUnreadable(logger, serverName, fault));

    // Null stands for the endpoint. Okta documents the address that is asked; ZITADEL and most others the issuer.
    private static string? AudienceOf(AuthorizationServerOptions server) =>
        server.IntrospectionClient.Audience ?? (server.Vendor == Vendor.Okta ? null : ServerIssuers.Of(server).FirstOrDefault());
}
