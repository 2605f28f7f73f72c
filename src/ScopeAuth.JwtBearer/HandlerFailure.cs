namespace ScopeAuth.JwtBearer;

/// <summary>Why the accompanied handler refused a token that ScopeAuth accepts.</summary>
internal static class HandlerFailure
{
    // IdentityModel throws common types of exceptions; what has stayed the same over its versions are the codes that its messages begin with.
    private const string ConfigurationNotObtained = "IDX20803";
    private const string NoKeysToValidateWith = "IDX10500";

    /// <summary>The handler could not get its keys: it throws that through the request, which would end with 500.</summary>
    public static bool IsOutage(Exception failure) => failure.Message.StartsWith(ConfigurationNotObtained, StringComparison.Ordinal);

    // Later versions of the handler keep the failure to themselves, and then have no key to try.
    public static Rejection ReasonOf(Exception failure) =>
        IsOutage(failure) || failure.Message.StartsWith(NoKeysToValidateWith, StringComparison.Ordinal)
            ? Rejection.KeysUnavailable
            : Rejection.RefusedByHandler;
}
