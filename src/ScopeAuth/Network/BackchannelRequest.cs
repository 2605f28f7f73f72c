using System.Net.Http.Headers;

namespace ScopeAuth.Network;

/// <summary>What is asked of an authorization server: a document by GET, or an answer to a form by POST.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Accept">The media types that are asked for.</param>
/// <param name="MaxBytes">The longest body that is read.</param>
internal sealed record BackchannelRequest(Uri Address, string Accept, int MaxBytes)
{
    /// <summary>The encoded form of a POST; null for a GET. It may hold tokens and secrets, so it follows no redirect.</summary>
    public string? Form { get; init; }

    /// <summary>The credentials of this API's own client.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>A record would write the form and the credentials.</summary>
    public override string ToString() => Address.GetLeftPart(UriPartial.Path);
}
