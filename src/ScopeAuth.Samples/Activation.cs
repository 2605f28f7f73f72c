using System.Security.Claims;

namespace ScopeAuth.Samples;

/// <summary>What an operator does: nothing to read or change, one thing to press.</summary>
internal sealed record Activation(string Status, DateTimeOffset ActivatedAt, string ActivatedBy)
{
    public static Activation Activate(ClaimsPrincipal user, TimeProvider clock) => new("ACTIVE", clock.GetUtcNow(), user.GetAdminId()!);
}
