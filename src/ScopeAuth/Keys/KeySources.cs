using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>Makes the key source that a server's settings ask for.</summary>
internal sealed class KeySources(Backchannels backchannels, TimeProvider clock, string contentRoot)
{
    public IKeySource Create(
        string serverName,
        AuthorizationServerOptions options,
        IReadOnlyList<Uri> derivedMetadataUris,
        IReadOnlyList<string> acceptedMetadataIssuers,
        bool? publicNetworkOnly = null)
    {
        if (options.PublicKeys.Count > 0) return new PublicKeysKeySource(Files(options.PublicKeys));
        if (options.JwksFile is { } file) return new JwksFileKeySource(Files([file]));
        var backchannel = backchannels.Create(serverName, options, publicNetworkOnly);
        if (options.JwksUri is { } jwksUri) return new JwksUriKeySource(backchannel, jwksUri);
        string[] metadata = options.MetadataUri is { } configured ? [configured] : [.. derivedMetadataUris.Select(address => address.OriginalString)];
        return new MetadataKeySource(backchannel, metadata, acceptedMetadataIssuers);
    }

    private KeyFiles Files(IEnumerable<string> paths) => new([.. paths.Select(path => Path.GetFullPath(path, contentRoot))], clock);
}
