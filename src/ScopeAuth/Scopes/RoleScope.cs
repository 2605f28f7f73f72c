using System.Diagnostics.CodeAnalysis;
using ScopeAuth.Scopes;

namespace ScopeAuth;

/// <summary>One granted scope value, <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>, for example <c>zscaler.net::1234567::FirewallAdmin</c>.</summary>
/// <remarks>
/// The segments hold the characters of RFC 6749 section 3.3 except ':', at most 128 each. The cloud is compared ignoring ASCII case,
/// the organisation ID and the role ordinally. The default value grants nothing and equals no parsed one.
/// </remarks>
public readonly struct RoleScope : ISpanParsable<RoleScope>, ISpanFormattable, IEquatable<RoleScope>
{
    internal RoleScope(Organization organization, string role) => (Organization, _role) = (organization, role);

    private readonly string? _role;

    /// <summary>The organisation in which the role is granted.</summary>
    public Organization Organization { get; }

    /// <summary>The cloud's name, for example <c>zscaler.net</c>.</summary>
    public string Cloud => Organization.Cloud;

    /// <summary>The organisation's ID, for example <c>1234567</c>.</summary>
    public string OrgId => Organization.OrgId;

    /// <summary>The name of the API role, for example <c>FirewallAdmin</c>.</summary>
    public string Role => _role ?? "";

    /// <summary>Reads <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>.</summary>
    /// <param name="text">The text; nothing may precede or follow the scope.</param>
    /// <param name="scope">The scope, or the default value.</param>
    /// <returns><see langword="false"/> if the text is anything else. It never throws.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out RoleScope scope)
    {
        scope = default;
        Span<Range> parts = stackalloc Range[4];              // room for one too many, so that it is seen
        if (text.Split(parts, ScopeGrammar.Separator) != 3) return false;
        foreach (var part in parts[..3])
            if (!ScopeGrammar.IsSegment(text[part])) return false;

        scope = new(new(text[parts[0]].ToString(), text[parts[1]].ToString()), text[parts[2]].ToString());
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out RoleScope)"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out RoleScope scope) => TryParse(text.AsSpan(), out scope);

    /// <summary>Reads <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="FormatException">The text is not a role scope.</exception>
    public static RoleScope Parse(string text) =>
        TryParse(text, out var scope) ? scope : throw new FormatException("A role scope is written '<cloud>::<orgId>::<role>'.");

    static RoleScope IParsable<RoleScope>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<RoleScope>.TryParse(string? s, IFormatProvider? provider, out RoleScope result) => TryParse(s, out result);

    static RoleScope ISpanParsable<RoleScope>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s.ToString());

    static bool ISpanParsable<RoleScope>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out RoleScope result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite($"{Cloud}::{OrgId}::{Role}", out charsWritten);

    /// <summary><c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>.</summary>
    public override string ToString() => $"{Cloud}::{OrgId}::{Role}";

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool Equals(RoleScope other) =>
        Organization == other.Organization && string.Equals(_role, other._role, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RoleScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Organization, Role);

    /// <summary>Whether both grant the same role in the same organisation.</summary>
    public static bool operator ==(RoleScope left, RoleScope right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(RoleScope left, RoleScope right) => !left.Equals(right);
}
