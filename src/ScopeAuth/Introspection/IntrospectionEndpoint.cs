using ScopeAuth.Keys;
using ScopeAuth.Network;

namespace ScopeAuth.Introspection;

/// <summary>Where a server is asked: a configured address, or the <c>introspection_endpoint</c> of its metadata (RFC 8414 section 2).</summary>
internal sealed class IntrospectionEndpoint(
    Uri? configured, Backchannel backchannel, IReadOnlyList<Uri> metadataAddresses, IReadOnlyList<string> metadataIssuers)
{
    // Found once: a server that moves its endpoint is a change of its registration.
    private Uri? _found = configured;

    public string Shown => _found?.GetLeftPart(UriPartial.Path) ?? "the endpoint that its metadata will name";

    /// <returns>The address, or why it is not known.</returns>
    public async ValueTask<(Uri? Address, IntrospectionFailure? Failure)> FindAsync(CancellationToken cancellationToken)
    {
        if (_found is { } known) return (known, null);
        IntrospectionFailure? failure = null;
        foreach (var metadata in metadataAddresses)
        {
            var response = await backchannel.GetDocumentAsync(metadata, cancellationToken);
            if (response.Failure is { } unreachable)
            {
                failure ??= new(IntrospectionFailureKind.EndpointUnknown, $"no metadata from {metadata.GetLeftPart(UriPartial.Path)}: {unreachable.Detail}");
                continue;
            }
            if (MetadataReader.TryReadUri(response.Body, metadata, metadataIssuers, "introspection_endpoint", "IntrospectionUri", out var address, out var fault))
                return (_found = address, null);
            failure = new(IntrospectionFailureKind.EndpointUnknown, fault.Detail);
        }
        return (null, failure ?? new(IntrospectionFailureKind.EndpointUnknown, "there is neither IntrospectionUri nor a metadata document"));
    }
}
