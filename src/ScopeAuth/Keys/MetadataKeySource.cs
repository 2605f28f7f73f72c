using System.Collections.Immutable;
using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>A key set that the server's metadata document names (OpenID Connect Discovery 1.0, RFC 8414).</summary>
internal sealed class MetadataKeySource(Backchannel backchannel, MetadataPlace? place, ImmutableArray<string> issuers) : IKeySource
{
    // Where the document was found last: the other addresses of the list are asked only if it is gone from there.
    private int _first;

    public string Address => place is null ? "nowhere" : place.Addresses[_first].GetLeftPart(UriPartial.Path);

    public string Identity => $"metadata {string.Join(' ', Addresses.Select(address => address.OriginalString))} issuer {string.Join(' ', issuers)}";

    public TimeSpan? Interval => null;

    private ImmutableArray<Uri> Addresses => place?.Addresses ?? [];

    public async Task<KeyLoad> LoadAsync(CancellationToken cancellationToken)
    {
        KeyLoad? result = null;
        var addresses = Addresses;
        var first = _first;
        for (var attempt = 0; attempt < addresses.Length; attempt++)
        {
            var index = (first + attempt) % addresses.Length;
            var load = await LoadAsync(addresses[index], cancellationToken);
            if (load.Failure is null)
            {
                _first = index;
                return load;
            }
            // "Not there" says less than any other failure.
            if (result?.Failure is null or { Network: NetworkFailureKind.HttpStatus or NetworkFailureKind.ContentType }) result = load;
            if (!MayBeElsewhere(load.Failure)) break;
        }
        return result ?? KeyLoad.Failed(new(KeyFailureKind.InvalidMetadata, "there is no address of a metadata document"));
    }

    private async Task<KeyLoad> LoadAsync(Uri address, CancellationToken cancellationToken)
    {
        var response = await backchannel.GetDocumentAsync(address, cancellationToken);
        if (response.Failure is not null) return KeyLoad.Of(response);
        if (!MetadataReader.TryReadJwksUri(response.Body, address, issuers, out var jwksUri, out var failure)) return KeyLoad.Failed(failure);
        return backchannel.IsAllowed(jwksUri)
            ? KeyLoad.Of(await backchannel.GetDocumentAsync(jwksUri, cancellationToken)) with { KeySetAddress = jwksUri.GetLeftPart(UriPartial.Path) }
            : KeyLoad.Failed(new(KeyFailureKind.JwksUriNotAllowed, $"its jwks_uri on '{ForeignText.Show(jwksUri.Host)}' is not https, or holds credentials"));
    }

    /// <summary>The right document may lie at the next address; a server that does not answer answers there no better.</summary>
    private static bool MayBeElsewhere(KeyFailure failure) =>
        failure.Network is NetworkFailureKind.HttpStatus or NetworkFailureKind.Redirect or NetworkFailureKind.ContentType
        || failure.Kind is KeyFailureKind.InvalidMetadata or KeyFailureKind.IssuerMismatch;
}
