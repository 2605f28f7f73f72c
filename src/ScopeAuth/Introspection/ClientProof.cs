using System.Net.Http.Headers;

namespace ScopeAuth.Introspection;

/// <summary>What a client adds to the header of a request; what belongs into the form is there already.</summary>
internal sealed class ClientProof(AuthenticationHeaderValue? header)
{
    public static ClientProof InForm { get; } = new(null);

    public AuthenticationHeaderValue? Header { get; } = header;
}
