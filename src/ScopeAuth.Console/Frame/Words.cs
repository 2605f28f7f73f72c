using System.Text;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Console.Frame;

/// <summary>Names of the code as words of a page: <c>RevokedByAdministrator</c> is "Revoked by administrator".</summary>
internal static class Words
{
    public static string Of(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            var begins = char.IsUpper(letter) && words.Length > 0;
            if (begins) words.Append(' ');
            words.Append(begins ? char.ToLowerInvariant(letter) : letter);
        }
        return words.ToString();
    }

    public static string Of(Enum value) => Of(value.ToString());

    /// <summary>A name where there is room for nothing but text: what hides or reorders in it is written out.</summary>
    public static string Visible(string name) => VisibleText.Escape(name, 64);
}
