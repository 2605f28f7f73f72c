using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ScopeAuth.Benchmarks;

/// <summary>The token handler that the SDK ships, at the same work: signature, issuer, audience, times.</summary>
internal sealed class IdentityModelPeer(BenchmarkKeys keys)
{
    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _rules = new()
    {
        ValidIssuer = BenchmarkToken.Issuer,
        ValidAudience = "https://api.example",
        IssuerSigningKey = new RsaSecurityKey(keys.Rsa) { KeyId = "rs256" },
        ValidAlgorithms = ["RS256"],
    };

    public void Validate(string token)
    {
        var task = _handler.ValidateTokenAsync(token, _rules);
        if (!task.IsCompletedSuccessfully || !task.GetAwaiter().GetResult().IsValid) throw new InvalidOperationException("The peer refused the token.");
    }
}
