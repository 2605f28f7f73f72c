using System.Collections.Immutable;
using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>Makes the key source that a server's settings ask for.</summary>
internal sealed class KeySources(Backchannels backchannels, TimeProvider clock, string contentRoot)
{
    public IKeySource Create(
        string serverName,
        AuthorizationServerOptions options,
        MetadataPlace? metadata,
        ImmutableArray<string> acceptedMetadataIssuers,
        bool? publicNetworkOnly = null)
    {
        if (options.PublicKeys.Count > 0) return new PublicKeysKeySource(Files(options.PublicKeys));
        if (options.JwksFile is { } file) return new JwksFileKeySource(Files([file]));
        var backchannel = backchannels.Create(serverName, options, publicNetworkOnly);
        if (options.JwksUri is { } jwksUri) return new JwksUriKeySource(backchannel, jwksUri);
        return new MetadataKeySource(backchannel, options.MetadataUri is { } configured ? MetadataPlace.At(configured) : metadata, acceptedMetadataIssuers);
    }

    private KeyFiles Files(IEnumerable<string> paths) => new([.. paths.Select(path => Path.GetFullPath(path, contentRoot))], clock);
}
