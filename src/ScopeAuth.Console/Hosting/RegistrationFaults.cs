using ScopeAuth.Console.Frame;

namespace ScopeAuth.Console.Hosting;

/// <summary>Why a change of a registration was not made, in sentences.</summary>
internal static class RegistrationFaults
{
    public static IReadOnlyList<string> Of(RegistrationResult<AuthorizationServerEntry> result) => Of(result.Outcome, result.Faults, result.Entry?.ChangedBy, result.Entry?.ChangedAt);

    public static IReadOnlyList<string> Of(RegistrationResult<ApiRoleEntry> result) => Of(result.Outcome, result.Faults, result.Entry?.ChangedBy, result.Entry?.ChangedAt);

    private static IReadOnlyList<string> Of(RegistrationOutcome outcome, IReadOnlyList<string> faults, string? by, DateTimeOffset? at) => outcome switch
    {
        RegistrationOutcome.Conflict => [$"{by ?? "Somebody else"} changed it meanwhile, at {Times.ShowOr(at, "an unknown time")}. Nothing was done; look at it as it is now, and try again."],
        RegistrationOutcome.NotFound => ["There is no such entry in the store any more."],
        RegistrationOutcome.ReadOnly => ["It comes from the configuration, or there is no store: it cannot be changed here."],
        _ => faults,
    };
}
