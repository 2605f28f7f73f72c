using System.Text;

namespace ScopeAuth.Introspection;

/// <summary>A form as it is posted (<c>application/x-www-form-urlencoded</c>).</summary>
internal sealed class FormText
{
    private readonly StringBuilder _text = new();

    public FormText Add(string name, ReadOnlySpan<char> value)
    {
        if (_text.Length > 0) _text.Append('&');
        _text.Append(name).Append('=').Append(Encode(value));
        return this;
    }

    /// <summary>RFC 6749 appendix B: also what an ID and a secret go through before they are joined for the header.</summary>
    public static string Encode(ReadOnlySpan<char> value) => Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal);

    public override string ToString() => _text.ToString();
}
