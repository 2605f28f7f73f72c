using System.Collections.Immutable;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>The name of a member that is looked for in every token, hashed once.</summary>
internal readonly struct JsonName(byte[] utf8)
{
    public JsonName(string name)
        : this(Encoding.UTF8.GetBytes(name))
    {
    }

    public static ImmutableArray<JsonName> All(IEnumerable<string> names) => [.. names.Select(name => new JsonName(name))];

    public byte[] Utf8 { get; } = utf8;

    public uint Hash { get; } = JsonNameHash.Of(utf8);
}
