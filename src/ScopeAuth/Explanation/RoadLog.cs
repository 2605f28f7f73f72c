using ScopeAuth.AuthorizationServers;
using ScopeAuth.Introspection;
using ScopeAuth.Tokens;

namespace ScopeAuth.Explanation;

/// <summary>How far one token came on its road, written down by the road itself. Only an explanation carries one.</summary>
internal sealed class RoadLog
{
    /// <summary>The header's JSON as it was sent.</summary>
    public ReadOnlyMemory<byte> Header { get; private set; }

    /// <summary>The claims' JSON as it was sent.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    public bool IsOpaque { get; private set; }

    public AuthorizationServer? Server { get; private set; }

    public bool AreClaimsGood { get; private set; }

    /// <summary>The name of the algorithm by which the signature is good; null where none was found good.</summary>
    public string? Verified { get; private set; }

    public IntrospectionAnswer? Answer { get; private set; }

    /// <summary>The facts, once role scopes were read.</summary>
    public AccessToken? Facts { get; private set; }

    public bool IsRead => IsOpaque || !Header.IsEmpty;

    /// <summary>The token is judged from the beginning, perhaps again.</summary>
    public void Begin()
    {
        (Header, Payload, Server, Verified, Answer, Facts) = (default, default, null, null, null, null);
        (IsOpaque, AreClaimsGood) = (false, false);
    }

    public void Read(in UnverifiedToken token)
    {
        Header = token.Decoded[..(token.Decoded.Length - token.Payload.Length - token.Signature.Length)].ToArray();
        Payload = token.Payload.ToArray();
    }

    public void ReadOpaque(AuthorizationServer server) => (IsOpaque, AreClaimsGood, Server) = (true, true, server);

    public void Found(AuthorizationServer server) => Server = server;

    public void Checked() => AreClaimsGood = true;

    public void VerifiedBy(in UnverifiedToken token) => Verified = token.Algorithm!.Name;

    public void Answered(IntrospectionAnswer answer) => Answer = answer;

    public void Granted(AccessToken facts) => Facts = facts;

    /// <summary>One member of the header as text; null where there is none.</summary>
    public string? HeaderText(string name) => ReadableJson.Member(Header, name);

    /// <summary>One claim of the token, or of the answer about it, as text; null where there is none.</summary>
    public string? ClaimText(string name) => ReadableJson.Member(Payload.IsEmpty && Answer is not null ? Answer.Claims : Payload, name);
}
