using Microsoft.Extensions.Options;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Introspection;
using ScopeAuth.Registrations;
using ScopeAuth.Scopes;

namespace ScopeAuth.Hosting;

/// <summary>Names every fault of the options at once, each with the path of its setting and an example of a right value.</summary>
internal sealed class ScopeAuthOptionsValidator(ConfigurationSource source, EndpointRequirements endpoints, EditableKinds editable) : IValidateOptions<ScopeAuthOptions>
{
    public ValidateOptionsResult Validate(string? name, ScopeAuthOptions options)
    {
        var faults = new List<string>(options.ConfigurationFaults);
        CheckSection(options, faults);
        CheckAudit(options.Audit, faults);
        CheckRevocation(options.Revocation, faults);
        CheckRegistrations(options.Registrations, faults);
        foreach (var (role, settings) in options.ApiRoles) CheckRole(role, settings, options, faults);
        foreach (var (server, settings) in options.AuthorizationServers)
            AuthorizationServerFaults.Find(source.PathOf($"AuthorizationServers:{server}"), server, settings, options.Clouds, faults);
        AuthorizationServerFaults.FindShared(source, options, faults);
        IntrospectionFaults.FindShared(source.PathOf("AuthorizationServers"), options, faults);
        // A role that endpoints wait for may come while the application runs. Until then they refuse everybody, which is logged.
        if (faults.Count == 0 && !editable.Roles) faults.AddRange(endpoints.FindFaults(new(options.ApiRoles)));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private void CheckSection(ScopeAuthOptions options, List<string> faults)
    {
        if (options.Realm.Length == 0 || options.Realm.Any(letter => letter is < ' ' or > '~' or '"' or '\\'))
            faults.Add($"{source.PathOf("Realm")}: printable ASCII without quotes and backslashes is expected; for example \"api\".");
        if (options.MaxTokenLength is < 1024 or > ScopeAuthOptions.LongestToken)
            faults.Add($"{source.PathOf("MaxTokenLength")}: {options.MaxTokenLength} is not between 1024 and {ScopeAuthOptions.LongestToken}; for example 16384.");
        if (options.MaxCachedTokens is < 0 or > 1024 * 1024)
            faults.Add($"{source.PathOf("MaxCachedTokens")}: {options.MaxCachedTokens} is not between 0 and 1048576; for example 16384.");
        if (options.OrganizationRouteValue.Length == 0)
            faults.Add($"{source.PathOf("OrganizationRouteValue")}: a name is expected; for example \"organization\".");
        if (options.AuthorizationServerHeader is { } serverHeader && !IsHeaderName(serverHeader))
            faults.Add($"{source.PathOf("AuthorizationServerHeader")}: the name of a header is expected; for example \"X-Authorization-Server\".");
        if (!IsHeaderName(options.OrganizationHeader))
            faults.Add($"{source.PathOf("OrganizationHeader")}: the name of a header is expected; for example \"X-Organization\".");
        foreach (var (cloud, settings) in options.Clouds)
        {
            if (!ScopeGrammar.IsSegment(cloud)) faults.Add($"{source.PathOf($"Clouds:{cloud}")}: the name of a cloud is expected; for example \"zscaler.net\".");
            if (settings.Domain is { } domain && !ScopeGrammar.IsSegment(domain))
                faults.Add($"{source.PathOf($"Clouds:{cloud}:Domain")}: '{domain}' is not a domain; for example \"zscaler.net\".");
        }
        if (options.AuthorizationServers.Count == 0 && !editable.Servers)
            faults.Add($"{source.PathOf("AuthorizationServers")}: at least one authorization server is expected; for example "
                + "\"acme-okta\": { \"Vendor\": \"Okta\", \"Issuer\": \"https://acme.okta.com/oauth2/aus1\", \"Audiences\": [ \"https://api.example\" ], "
                + "\"ClientIds\": [ \"*\" ], \"Organizations\": [ \"zscaler.net::1234567\" ] }.");
        if (options.ApiRoles.Count == 0 && !editable.Roles)
            faults.Add($"{source.PathOf("ApiRoles")}: at least one role is expected; for example \"Auditor\": {{ \"Access\": {{ \"Audit\": \"View\" }} }}.");
    }

    private static bool IsHeaderName(string text) => text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private void CheckRole(string role, ApiRoleOptions settings, ScopeAuthOptions options, List<string> faults)
    {
        var path = source.PathOf($"ApiRoles:{role}");
        if (!ScopeGrammar.IsRoleName(role))
            faults.Add($"{path}: a role's name has 1 to 128 printable ASCII characters without colon, quote and backslash; for example \"FirewallAdmin\".");
        foreach (var category in settings.Access.Keys.Where(string.IsNullOrWhiteSpace))
            faults.Add($"{path}:Access:{category}: the name of a category is expected; for example \"Firewall\": \"View\".");
        OrganizationFaults.Find($"{path}:Organizations", settings.Organizations, options.Clouds, orAll: true, faults);
    }

    private void CheckAudit(AuditOptions audit, List<string> faults)
    {
        if (audit.MaxFileBytes < 1024 * 1024)
            faults.Add($"{source.PathOf("Audit:MaxFileBytes")}: {audit.MaxFileBytes} is less than 1048576; for example 104857600.");
        if (audit.Retention < TimeSpan.FromDays(1))
            faults.Add($"{source.PathOf("Audit:Retention")}: {audit.Retention} is less than one day; for example \"90.00:00:00\".");
    }

    private void CheckRegistrations(RegistrationOptions registrations, List<string> faults)
    {
        // Without a beginning every variable of the host could be sent away.
        if (!registrations.SecretVariablePrefix.Any(char.IsAsciiLetter))
            faults.Add($"{source.PathOf("Registrations:SecretVariablePrefix")}: at least one letter is expected; for example \"SCOPEAUTH_SECRET_\".");
    }

    private void CheckRevocation(RevocationOptions revocation, List<string> faults)
    {
        if (revocation.MaxStaleness < TimeSpan.FromSeconds(1) || revocation.MaxStaleness > TimeSpan.FromHours(1))
            faults.Add($"{source.PathOf("Revocation:MaxStaleness")}: {revocation.MaxStaleness} is not between 1 second and 1 hour; for example \"00:00:30\".");
    }
}
