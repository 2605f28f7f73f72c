using System.Text;
using System.Text.Unicode;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

/// <summary>JSON objects as the engine reads them: into a table that an earlier token has left dirty.</summary>
internal static class JsonObject
{
    public static bool IsAccepted(string text) => IsAccepted(Encoding.UTF8.GetBytes(text));

    public static bool IsAccepted(ReadOnlySpan<byte> utf8) =>
        Utf8.IsValid(utf8) && JsonText.TryReadObject(utf8, DirtyTable(TokenBuffers.MaxClaims), out _);

    public static JsonMembers Read(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var table = DirtyTable(TokenBuffers.MaxClaims);
        Assert.True(JsonText.TryReadObject(utf8, table, out var members), text);
        return members;
    }

    /// <summary>The table of a thread is never cleared, so nothing may depend on what it holds.</summary>
    public static JsonMember[] DirtyTable(int length)
    {
        var table = new JsonMember[length];
        Array.Fill(table, new()
        {
            NameHash = 0xFFFFFFFF,
            NameStart = 0,
            NameLength = 1,
            ValueStart = 0,
            ValueLength = 1,
            Kind = JsonKind.String,
            NameEscaped = true,
            ValueEscaped = true,
        });
        return table;
    }
}
