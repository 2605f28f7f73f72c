using System.Globalization;
using System.Security.Claims;

namespace ScopeAuth.Samples;

/// <summary>The caller, as ScopeAuth describes it to the endpoints.</summary>
internal sealed record Caller(
    string? AdminId,
    string? Organization,
    IReadOnlyList<string> Roles,
    string? ClientId,
    string? AuthorizationServer,
    string? TokenId,
    DateTimeOffset ExpiresAt)
{
    public static Caller Describe(ClaimsPrincipal user) => new(
        user.GetAdminId(),
        user.GetOrganization()?.ToString(),
        user.GetApiRoles(),
        user.GetClientId(),
        user.GetAuthorizationServer(),
        user.GetTokenId(),
        // The token's own claims keep their names.
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(user.FindFirstValue("exp")!, CultureInfo.InvariantCulture)));
}
