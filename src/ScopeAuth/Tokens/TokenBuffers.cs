namespace ScopeAuth.Tokens;

/// <summary>Where one thread takes a token apart. A token is judged without leaving its thread, so each thread needs one set, and never two.</summary>
internal sealed class TokenBuffers
{
    /// <summary>Members of the payload that may be open at one time: bounds the number of claims.</summary>
    public const int MaxClaims = 256;

    private const int MaxHeaderMembers = 32;

    [ThreadStatic]
    private static TokenBuffers? t_current;

    private TokenBuffers(int tokenLength)
    {
        Ascii = new byte[tokenLength];
        Decoded = new byte[tokenLength];
    }

    public byte[] Ascii { get; }

    public byte[] Decoded { get; }

    public JsonMember[] HeaderMembers { get; } = new JsonMember[MaxHeaderMembers];

    public JsonMember[] Claims { get; } = new JsonMember[MaxClaims];

    public static TokenBuffers For(int tokenLength) =>
        t_current is { } buffers && buffers.Ascii.Length >= tokenLength ? buffers : t_current = new(Math.Max(tokenLength, 4096));
}
