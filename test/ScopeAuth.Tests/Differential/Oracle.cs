using System.Reflection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ScopeAuth.Tests.Differential;

/// <summary>The token handler of the SDK's own tool, set to the same rules: what it says about a token is the second opinion.</summary>
internal sealed class Oracle
{
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };
    private readonly TokenValidationParameters _rules;

    public Oracle(string jwks, string issuer, string audience, TimeProvider clock)
    {
        _rules = new()
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKeys = new JsonWebKeySet(jwks).GetSigningKeys(),
            ValidAlgorithms = [.. ScopeAuth.Tokens.SignatureAlgorithm.All.Select(algorithm => algorithm.Name)],
            ClockSkew = TimeSpan.FromSeconds(60),
            IgnoreTrailingSlashWhenValidatingAudience = false,
            ValidateIssuerSigningKey = true,
        };
        // Both look at one clock, so that the edges of a lifetime can be compared, too.
        var property = typeof(TokenValidationParameters).GetProperty("TimeProvider", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        Assert.NotNull(property);
        property.SetValue(_rules, clock);
    }

    /// <returns>Null if the token is accepted, else the name of the fault.</returns>
    public async ValueTask<string?> RefusalAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _rules);
        return result.IsValid ? null : result.Exception.GetType().Name;
    }
}
