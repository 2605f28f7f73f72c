using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>Metadata documents and key sets, as they are asked for.</summary>
internal static class KeyDocument
{
    // The last one for servers that would rather refuse than send their key set as anything else.
    private const string MediaTypes = "application/json, application/jwk-set+json, */*; q=0.1";

    public static Task<BackchannelResponse> GetDocumentAsync(this Backchannel backchannel, Uri address, CancellationToken cancellationToken) =>
        backchannel.SendAsync(new(address, MediaTypes, KeySetReader.MaxBytes), cancellationToken);
}
