namespace ScopeAuth;

/// <summary>The section <c>ScopeAuth</c>: which authorization servers an API trusts, which roles it knows, and what it writes down.</summary>
/// <remarks>
/// Checked as a whole when the application starts; every fault is named at once, and the application does not start. After a change
/// of the configuration a faulty set is not applied: the old one stays, which is logged and shown in health.
/// </remarks>
public sealed class ScopeAuthOptions
{
    internal const int LongestToken = 64 * 1024;

    /// <summary>The realm in <c>WWW-Authenticate</c> (RFC 6750 section 3).</summary>
    /// <value>Default <c>api</c>. Printable ASCII without quotes and backslashes.</value>
    public string Realm { get; set; } = "api";

    /// <summary>Longest token that is read, in characters. Longer ones are refused before anything is decoded.</summary>
    /// <value>Default 16,384; from 1,024 to 65,536. Kestrel refuses request headers beyond 32 KiB in total unless it is told otherwise.</value>
    public int MaxTokenLength { get; set; } = 16 * 1024;

    /// <summary>How many accepted tokens are remembered, so that each is taken apart and verified once only. Clock, keys and registration are checked at each use.</summary>
    /// <value>Default 16,384; 0 remembers none; at most 1,048,576. A token takes about 1 KB, and the tokens kept have no more than that on average. Read at the start.</value>
    public int MaxCachedTokens { get; set; } = 16 * 1024;

    /// <summary>The folder in which keys and revocations are kept: a restart during an outage still validates, and forgets no revocation. The API must be able to write there.</summary>
    /// <value>Default none: nothing is kept on disk. A relative path starts at the content root.</value>
    public string? DataPath { get; set; }

    /// <summary>What a client is told about a refusal. The reason is always logged, counted and audited in full.</summary>
    /// <value>Default <see cref="ClientDetail.Reason"/>.</value>
    public ClientDetail ClientDetail { get; set; } = ClientDetail.Reason;

    /// <summary>The route value in which an endpoint names the organisation, as <c>&lt;cloud&gt;::&lt;orgId&gt;</c> or as the ID alone.</summary>
    /// <value>Default <c>organization</c>, for example in <c>/api/{organization}/rules</c>.</value>
    public string OrganizationRouteValue { get; set; } = "organization";

    /// <summary>The header in which a request names the organisation, as <c>&lt;cloud&gt;::&lt;orgId&gt;</c> or as the ID alone.</summary>
    /// <value>Default <c>X-Organization</c>.</value>
    public string OrganizationHeader { get; set; } = "X-Organization";

    /// <summary>The header in which a request names the authorization server, by its name here, that issued its opaque token.</summary>
    /// <value>Default none: then <see cref="AuthorizationServerOptions.OpaqueTokens"/> alone decides. A JWT's issuer cannot be overruled by it.</value>
    public string? AuthorizationServerHeader { get; set; }

    /// <summary>The clouds whose role scopes are read, by name.</summary>
    public IDictionary<string, CloudOptions> Clouds { get; } = new Dictionary<string, CloudOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The authorization servers, by the name under which logs, metrics and audit records show them.</summary>
    public IDictionary<string, AuthorizationServerOptions> AuthorizationServers { get; } =
        new Dictionary<string, AuthorizationServerOptions>(StringComparer.Ordinal);

    /// <summary>The API roles, by the name that the last part of a role scope holds. Names are compared ordinally.</summary>
    public IDictionary<string, ApiRoleOptions> ApiRoles { get; } = new Dictionary<string, ApiRoleOptions>(StringComparer.Ordinal);

    /// <summary>The audit trail.</summary>
    public AuditOptions Audit { get; private init; } = new();

    /// <summary>Revocations.</summary>
    public RevocationOptions Revocation { get; private init; } = new();

    /// <summary>What authorization servers may name that are registered while the application runs.</summary>
    public RegistrationOptions Registrations { get; private init; } = new();

    /// <summary>What was wrong with the configuration's text; the validator reports it together with the rest.</summary>
    internal List<string> ConfigurationFaults { get; } = [];

    /// <summary>The same settings; servers and roles can be added to the copy.</summary>
    internal ScopeAuthOptions Copy()
    {
        var copy = new ScopeAuthOptions
        {
            Realm = Realm,
            MaxTokenLength = MaxTokenLength,
            MaxCachedTokens = MaxCachedTokens,
            DataPath = DataPath,
            ClientDetail = ClientDetail,
            OrganizationRouteValue = OrganizationRouteValue,
            OrganizationHeader = OrganizationHeader,
            AuthorizationServerHeader = AuthorizationServerHeader,
            Audit = Audit,
            Revocation = Revocation,
            Registrations = Registrations,
        };
        foreach (var (name, cloud) in Clouds) copy.Clouds[name] = cloud;
        foreach (var (name, server) in AuthorizationServers) copy.AuthorizationServers[name] = server;
        foreach (var (name, role) in ApiRoles) copy.ApiRoles[name] = role;
        return copy;
    }
}
