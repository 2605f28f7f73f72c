using System.Globalization;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Hosting;
using ScopeAuth.Tokens;

namespace ScopeAuth.Explanation;

/// <summary>What was looked at, station by station: what the token says beside what it was checked against.</summary>
internal sealed class StationFacts(RoadLog road, Rejection? rejection, ScopeAuthSettings settings, DateTimeOffset now)
{
    private const int Named = 12;

    private AuthorizationServer? Server => road.Server;

    public IReadOnlyList<ExplainedFact> OfStructure(int length) =>
    [
        Fact("length", Number(length), $"at most {Number(settings.MaxTokenLength)} characters", Rejection.TokenTooLong),
        road.IsOpaque
            ? Fact("form", "opaque: no JSON Web Token", "a server that is asked about such tokens")
            : Fact("form", road.IsRead ? "a signed JSON Web Token (JWS)" : "not readable as one", "three parts in base64url, two of them JSON objects",
                Rejection.Malformed, Rejection.EncryptedToken, Rejection.UnsupportedHeader),
    ];

    public IReadOnlyList<ExplainedFact> OfIssuer()
    {
        var names = settings.Servers.All.Select(server => server.Issuers.IsEmpty ? $"{server.Name}: none" : $"{server.Name}: {string.Join(" or ", server.Issuers)}").ToList();
        return
        [
            Fact("iss", road.ClaimText("iss"), Server is { } found
                ? found.Issuers.IsEmpty ? "none: the server is found by the key ID, or by the token's beginning" : string.Join(" or ", found.Issuers)
                : names.Count == 0 ? "no server is enabled" : Listed(names), Rejection.UnknownIssuer, Rejection.UnknownKey, Rejection.InvalidClaim),
            .. Server is null ? [] : new[] { Fact("authorization server", Server.Name, null) },
        ];
    }

    public IReadOnlyList<ExplainedFact> OfClaims()
    {
        if (Server is not { } server) return [];
        var options = server.Options;
        var client = (options.ClientIdClaims ?? VendorProfile.Of(server.Vendor).ClientIdClaims).Select(name => (Name: name, Value: road.ClaimText(name)))
            .FirstOrDefault(claim => claim.Value is not null);
        return
        [
            Fact("alg", road.HeaderText("alg"), Listed(options.Algorithms), Rejection.AlgorithmNotAllowed),
            Fact("typ", road.HeaderText("typ"), Listed(options.TokenTypes), Rejection.TokenTypeNotAllowed),
            Fact("exp", Time(road.ClaimText("exp")), $"after {Time(now)}, give or take {options.ClockSkew.TotalSeconds:0} s", Rejection.Expired),
            Fact("nbf", Time(road.ClaimText("nbf")), $"not after {Time(now)}", Rejection.NotYetValid),
            Fact("iat", Time(road.ClaimText("iat")), string.Create(CultureInfo.InvariantCulture, $"at most {options.MaxTokenLifetime.TotalHours:0.##} h before exp"), Rejection.NotYetValid, Rejection.LifetimeTooLong),
            Fact("aud", road.ClaimText("aud"), AnyOr(options.Audiences), Rejection.WrongAudience),
            Fact(client.Name ?? "client ID", client.Value, AnyOr(options.ClientIds), Rejection.WrongClient),
            .. road.ClaimText("cnf") is { } binding ? new[] { Fact("cnf", binding, "none: a bound token cannot be checked", Rejection.UnverifiedBinding) } : [],
            .. rejection == Rejection.InvalidClaim ? new[] { Fact("claims", "one is missing, or has another type than its standard says", null, Rejection.InvalidClaim) } : [],
        ];
    }

    public IReadOnlyList<ExplainedFact> OfKey()
    {
        if (Server?.Keys is not { } ring) return [];
        var state = ring.State;
        return
        [
            Fact("kid", road.HeaderText("kid"), state.Keys.Keys.Length == 0 ? "no key is loaded" : Listed([.. state.Keys.Keys.Select(Describe)]), Rejection.UnknownKey),
            Fact("keys", ring.Source.Address, $"last successful fetch {(state.LastSuccess is { } at ? Time(at) : "never")}"),
            .. state.LastFailure is { } failure ? new[] { Fact("last attempt", $"{failure.Kind}: {failure.Detail}", "a key set", Rejection.KeysUnavailable) }
                : rejection == Rejection.KeysUnavailable ? [Fact("last attempt", "under way, or the keys are older than 24 hours", "a key set", Rejection.KeysUnavailable)] : [],
        ];
    }

    public IReadOnlyList<ExplainedFact> OfSignature() =>
        [Fact("signature", road.Verified is { } algorithm ? $"good, by {algorithm}" : "wrong", "a signature over exactly this header and these claims", Rejection.BadSignature)];

    public IReadOnlyList<ExplainedFact> OfAnswer()
    {
        if (Server?.Introspection is not { } introspection) return [];
        var health = introspection.Health;
        return
        [
            Fact("asked at", health.Endpoint, null),
            rejection == Rejection.IntrospectionUnavailable
                ? Fact("answer", health.LastFailure is { } failure ? $"none: {failure.Kind}" : "none yet", "an answer", Rejection.IntrospectionUnavailable)
                : Fact("answer", road.Answer is not null ? "active" : $"refused: {rejection}", "active, for the same client, issuer and audience", Enum.GetValues<Rejection>()),
        ];
    }

    public IReadOnlyList<ExplainedFact> OfRoles()
    {
        if (Server is not { } server) return [];
        var vendor = VendorProfile.Of(server.Vendor);
        var options = server.Options;
        var claims = (options.ScopeClaims ?? vendor.ScopeClaims).Concat((options.RoleClaims ?? vendor.RoleClaims)
            .SelectMany(name => options.Audiences.Select(audience => name.Replace(VendorProfile.AudiencePlaceholder, audience, StringComparison.Ordinal)))).Distinct().ToList();
        return
        [
            .. claims.Select(name => Fact(name, road.ClaimText(name), null, Rejection.NoUsableRole, Rejection.InvalidClaim)).Where(claim => claim.Found is not null),
            .. claims.All(name => road.ClaimText(name) is null) ? new[] { Fact("scopes", null, Listed(claims), Rejection.NoUsableRole) } : [],
            Fact("organisations that count", Listed([.. server.Organizations.All.Select(organization => organization.ToString())]), null),
            Fact("configured roles", Listed([.. settings.Roles.Roles.Select(role => role.Name).Order(StringComparer.Ordinal)]), null),
            .. (road.Facts?.Grants ?? []).Select(grant => Fact("grants", $"{grant.Scope}, as {grant.AdminId}", null)),
        ];
    }

    public IReadOnlyList<ExplainedFact> OfRevocation() => rejection switch
    {
        null => [Fact("revocations", "none that covers it", null)],
        Rejection.RevocationUnavailable => [Fact("revocations", "not known, or too old", string.Create(CultureInfo.InvariantCulture, $"not older than {settings.Revocation.MaxStaleness.TotalSeconds:0} s"), Rejection.RevocationUnavailable)],
        _ => [Fact("revocations", "one that covers it", "none", Rejection.Revoked)],
    };

    private ExplainedFact Fact(string name, string? found, string? expected, params ReadOnlySpan<Rejection> faults) =>
        new(name, found, expected, rejection is { } reason && faults.Contains(reason));

    private static string Describe(VerificationKey key) => $"{key.KeyId ?? "without ID"} ({key.KeyType} {Number(key.Bits)})";

    private static string AnyOr(IList<string> values) => values is ["*"] ? "any" : Listed(values);

    private static string Listed(IList<string> values) =>
        values.Count <= Named ? string.Join(", ", values) : $"{string.Join(", ", values.Take(Named))} and {Number(values.Count - Named)} more";

    private static string? Time(string? seconds) => seconds is not null && double.TryParse(seconds, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e11
        ? $"{seconds} ({Time(DateTimeOffset.FromUnixTimeSeconds((long)number))})"
        : seconds;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
