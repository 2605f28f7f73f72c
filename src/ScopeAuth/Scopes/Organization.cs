using System.Diagnostics.CodeAnalysis;
using ScopeAuth.Scopes;

namespace ScopeAuth;

/// <summary>One tenant of the API, <c>&lt;cloud&gt;::&lt;orgId&gt;</c>, for example <c>zscaler.net::1234567</c>.</summary>
/// <remarks>
/// The cloud is a domain name and is compared ignoring ASCII case; the organisation ID is compared ordinally. The default value
/// names no organisation and equals no parsed one.
/// </remarks>
public readonly struct Organization : ISpanParsable<Organization>, ISpanFormattable, IEquatable<Organization>
{
    internal Organization(string cloud, string orgId) => (_cloud, _orgId) = (cloud, orgId);

    private readonly string? _cloud;
    private readonly string? _orgId;

    /// <summary>The cloud's name, for example <c>zscaler.net</c>, in the spelling it was parsed from.</summary>
    public string Cloud => _cloud ?? "";

    /// <summary>The organisation's ID within the cloud, for example <c>1234567</c>.</summary>
    public string OrgId => _orgId ?? "";

    /// <summary>Reads <c>&lt;cloud&gt;::&lt;orgId&gt;</c>.</summary>
    /// <param name="text">The text; nothing may precede or follow the organisation.</param>
    /// <param name="organization">The organisation, or the default value.</param>
    /// <returns><see langword="false"/> if the text is anything else. It never throws.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Organization organization)
    {
        Span<Range> parts = stackalloc Range[3];
        organization = default;
        if (text.Split(parts, ScopeGrammar.Separator) != 2) return false;
        if (!ScopeGrammar.IsSegment(text[parts[0]]) || !ScopeGrammar.IsSegment(text[parts[1]])) return false;

        organization = new(text[parts[0]].ToString(), text[parts[1]].ToString());
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Organization)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out Organization organization) => TryParse(text.AsSpan(), out organization);

    /// <summary>Reads <c>&lt;cloud&gt;::&lt;orgId&gt;</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The organisation.</returns>
    /// <exception cref="FormatException">The text is not an organisation.</exception>
    public static Organization Parse(string text) =>
        TryParse(text, out var organization) ? organization : throw new FormatException("An organisation is written '<cloud>::<orgId>'.");

    static Organization IParsable<Organization>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Organization>.TryParse(string? s, IFormatProvider? provider, out Organization result) => TryParse(s, out result);

    static Organization ISpanParsable<Organization>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s.ToString());

    static bool ISpanParsable<Organization>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Organization result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite($"{Cloud}::{OrgId}", out charsWritten);

    /// <summary><c>&lt;cloud&gt;::&lt;orgId&gt;</c>.</summary>
    public override string ToString() => $"{Cloud}::{OrgId}";

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool Equals(Organization other) =>
        string.Equals(_orgId, other._orgId, StringComparison.Ordinal) && string.Equals(_cloud, other._cloud, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Organization other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(Cloud), OrgId);

    /// <summary>Whether both name the same organisation.</summary>
    public static bool operator ==(Organization left, Organization right) => left.Equals(right);

    /// <summary>Whether they name different organisations.</summary>
    public static bool operator !=(Organization left, Organization right) => !left.Equals(right);
}
