using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>Makes the key source that a server's settings ask for.</summary>
internal sealed class KeySources(IHttpClientFactory clients, TimeProvider clock, string contentRoot)
{
    public IKeySource Create(
        string serverName,
        AuthorizationServerOptions options,
        IReadOnlyList<Uri> derivedMetadataUris,
        IReadOnlyList<string> acceptedMetadataIssuers,
        bool publicNetworkOnly)
    {
        var backchannel = new Backchannel(clients, clock, serverName, options.AllowHttp, publicNetworkOnly);
        if (options.PublicKeys.Count > 0) return new PublicKeysKeySource(Files(options.PublicKeys));
        if (options.JwksFile is { } file) return new JwksFileKeySource(Files([file]));
        if (options.JwksUri is { } jwksUri) return new JwksUriKeySource(backchannel, new(jwksUri, UriKind.Absolute));
        return options.MetadataUri is { } metadataUri
            ? new MetadataKeySource(backchannel, [new(metadataUri, UriKind.Absolute)], acceptedMetadataIssuers)
            : new MetadataKeySource(backchannel, derivedMetadataUris, acceptedMetadataIssuers);
    }

    private KeyFiles Files(IEnumerable<string> paths) => new([.. paths.Select(path => Path.GetFullPath(path, contentRoot))], clock);
}
