using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>What counts in a metadata document: whose it is, and where the keys or an endpoint are. Algorithms never come from it.</summary>
internal static class MetadataReader
{
    /// <param name="utf8">The document.</param>
    /// <param name="address">Where it was found.</param>
    /// <param name="issuers">The issuers of which it may be; RFC 8414 section 3.3 wants equality, code point by code point.</param>
    /// <param name="jwksUri">Where the key set is.</param>
    /// <param name="failure">Why it is not followed.</param>
    public static bool TryReadJwksUri(
        ReadOnlyMemory<byte> utf8,
        Uri address,
        IReadOnlyList<string> issuers,
        [NotNullWhen(true)] out Uri? jwksUri,
        [NotNullWhen(false)] out KeyFailure? failure) =>
        TryReadUri(utf8, address, issuers, "jwks_uri", "JwksUri", out jwksUri, out failure);

    /// <param name="utf8">The document.</param>
    /// <param name="address">Where it was found.</param>
    /// <param name="issuers">The issuers of which it may be; RFC 8414 section 3.3 wants equality, code point by code point.</param>
    /// <param name="member">The member that leads to what is sought.</param>
    /// <param name="setting">The setting that says it instead.</param>
    /// <param name="target">Where it leads.</param>
    /// <param name="failure">Why it is not followed.</param>
    public static bool TryReadUri(
        ReadOnlyMemory<byte> utf8,
        Uri address,
        IReadOnlyList<string> issuers,
        string member,
        string setting,
        [NotNullWhen(true)] out Uri? target,
        [NotNullWhen(false)] out KeyFailure? failure)
    {
        target = null;
        try
        {
            using var document = JsonDocument.Parse(utf8, KeySetReader.StrictJson);
            failure = Read(document.RootElement, address, issuers, (member, setting), out target);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            failure = new(KeyFailureKind.InvalidMetadata, "the metadata document is not strict JSON");
        }
        return failure is null && target is not null;
    }

    private static KeyFailure? Read(JsonElement metadata, Uri address, IReadOnlyList<string> issuers, (string Member, string Setting) sought, out Uri? found)
    {
        found = null;
        if (Text(metadata, "issuer") is not { } issuer) return new(KeyFailureKind.InvalidMetadata, "the metadata document has no issuer");
        if (!issuers.Contains(issuer, StringComparer.Ordinal))
        {
            var expected = string.Join(" or ", issuers.Select(accepted => $"'{accepted}'"));
            return new(KeyFailureKind.IssuerMismatch, $"the metadata document is of issuer '{ForeignText.Show(issuer)}', configured is {expected}");
        }
        // The scheme too: on Unix, .NET takes a path for an absolute file address.
        if (Text(metadata, sought.Member) is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var target)
            || (target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp))
        {
            return new(KeyFailureKind.InvalidMetadata, $"the metadata document has no {sought.Member} of scheme https");
        }
        // Whoever can write one document of a server must not be able to send the API to any host it likes.
        if (!SameHost(target, address) && !(Uri.TryCreate(issuer, UriKind.Absolute, out var issuerUri) && SameHost(target, issuerUri)))
        {
            return new(
                KeyFailureKind.JwksUriNotAllowed,
                $"its {sought.Member} is on '{ForeignText.Show(target.Host)}', neither the issuer's host nor the document's: if that is right, set {sought.Setting}");
        }
        found = target;
        return null;
    }

    private static bool SameHost(Uri one, Uri other) => HostOf(one) is { } host && string.Equals(host, HostOf(other), StringComparison.OrdinalIgnoreCase);

    // A host that no name can have passes as part of an address, and throws only here.
    private static string? HostOf(Uri address)
    {
        try
        {
            return address.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement metadata, string member) =>
        metadata.ValueKind is JsonValueKind.Object && metadata.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
