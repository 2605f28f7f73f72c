using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Hosting;

public sealed class SectionFaultTests
{
    /// <summary>Changes of right settings, and the fault: where, and what.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "Realm=", "Realm", "printable ASCII without quotes and backslashes" },
        { "Realm=a\"b", "Realm", "printable ASCII" },
        { "Realm=a\\b", "Realm", "printable ASCII" },
        { "Realm=a\r\nSet-Cookie: x", "Realm", "printable ASCII" },
        { "Realm=münchen", "Realm", "printable ASCII" },
        { "MaxTokenLength=1023", "MaxTokenLength", "1023 is not between 1024 and 65536; for example 16384" },
        { "MaxTokenLength=65537", "MaxTokenLength", "is not between" },
        { "MaxTokenLength=many", "MaxTokenLength", "'many' is not a right value" },
        { "ClientDetail=All", "ClientDetail", "'All' is not a right value; for example \"Status\", \"Reason\", \"ReasonAndScopes\"" },
        { "OrganizationRouteValue=", "OrganizationRouteValue", "a name is expected" },
        { "OrganizationHeader=", "OrganizationHeader", "the name of a header is expected" },
        { "OrganizationHeader=X Organization", "OrganizationHeader", "the name of a header is expected" },
        { "Clouds:a b:Domain=x", "Clouds:a b", "the name of a cloud is expected" },
        { "Clouds:zscaler.net:Domain=a b", "Clouds:zscaler.net:Domain", "'a b' is not a domain" },
        { "AuthorizationServers-", "AuthorizationServers", "at least one authorization server is expected; for example \"acme-okta\"" },
        { "ApiRoles-", "ApiRoles", "at least one role is expected; for example \"Auditor\"" },
        { "ApiRoles:a\"b:Access:Audit=View", "ApiRoles:a\"b", "a role's name has 1 to 128 printable ASCII characters" },
        { "ApiRoles:Auditor:Access:Audit=Write", "ApiRoles:Auditor:Access:Audit", "'Write' is not a right value; for example \"None\", \"View\", \"Full\"" },
        { "ApiRoles:Auditor:Access:Audit=2", "ApiRoles:Auditor:Access:Audit", "'2' is not a right value" },
        { "ApiRoles:Auditor:Access: =View", "ApiRoles:Auditor:Access: ", "the name of a category is expected" },
        { "ApiRoles:Auditor:Organizations=", "ApiRoles:Auditor:Organizations", "name at least one organisation, or \"*\" for all" },
        { "ApiRoles:Auditor:Organizations:0=acme", "ApiRoles:Auditor:Organizations", "'acme' is not '<cloud>::<orgId>'" },
        { "ApiRoles:Auditor:Organizations:0=*; ApiRoles:Auditor:Organizations:1=zscaler.net::1", "ApiRoles:Auditor:Organizations", "'*' is not" },
        { "Audit:MaxFileBytes=1048575", "Audit:MaxFileBytes", "is less than 1048576" },
        { "Audit:MaxFileBytes=much", "Audit:MaxFileBytes", "'much' is not a right value" },
        { "Audit:Flush=Sometimes", "Audit:Flush", "'Sometimes' is not a right value" },
        { "Audit:WhenSinkFails=Ignore", "Audit:WhenSinkFails", "'Ignore' is not a right value" },
        // What nobody reads is a fault on every level.
        { "Relam=x", "Relam", "unknown setting. Known here: Realm" },
        { "Realms=x", "Realms", "Did you mean Realm?" },
        { "acme:Isuer=https://as.example", "AuthorizationServers:acme:Isuer", "unknown setting" },
        { "acme:ValidateIssuer=false", "AuthorizationServers:acme:ValidateIssuer", "unknown setting" },
        { "Clouds:zscaler.net:Domian=x", "Clouds:zscaler.net:Domian", "unknown setting" },
        { "ApiRoles:Auditor:Acces:Audit=View", "ApiRoles:Auditor:Acces", "Did you mean Access?" },
        { "Audit:Directry=x", "Audit:Directry", "unknown setting" },
        { "Realm:Name=x", "Realm", "a text is expected, not an object or a list" },
        { "acme:Description:Text=x", "AuthorizationServers:acme:Description", "a text is expected" },
        { "acme:JwksFile:0=keys.json", "AuthorizationServers:acme:JwksFile", "a text is expected" },
        { "acme:Enabled:Now=true", "AuthorizationServers:acme:Enabled", "is not a right value" },
        { "AuthorizationServers:beta=Okta", "AuthorizationServers:beta", "an object with names is expected, not the text 'Okta'" },
        { "Audit=Strict", "Audit", "an object with names is expected" },
        { "ApiRoles:Operator=Full", "ApiRoles:Operator", "an object with names is expected" },
        { "Clouds=zscaler.net", "Clouds", "an object with names is expected" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_the_path_of_the_setting(string changes, string where, string what) =>
        Assert.Contains(
            Settings.FaultsWith(changes.Split("; ")),
            fault => fault.StartsWith($"ScopeAuth:{where}: ", StringComparison.Ordinal) && fault.Contains(what, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{ "Realm": "api" }""", "ScopeAuth:AuthorizationServers: at least one")]
    [InlineData("""{ "AuthorizationServers": {}, "ApiRoles": {} }""", "ScopeAuth:ApiRoles: at least one role")]
    [InlineData("""{ "AuthorizationServers": { "acme": {} } }""", "ScopeAuth:AuthorizationServers:acme:Organizations: name at least one")]
    [InlineData("""{ "AuthorizationServers": { "acme": { "Audiences": [], "ClientIds": [] } } }""", "ScopeAuth:AuthorizationServers:acme:Audiences: name them, or say \"*\"")]
    [InlineData("""{ "AuthorizationServers": { "acme": { "Audiences": [], "ClientIds": [] } } }""", "ScopeAuth:AuthorizationServers:acme:ClientIds: name them, or say \"*\"")]
    [InlineData("""{ "AuthorizationServers": { "acme": { "Algorithms": [] } } }""", "ScopeAuth:AuthorizationServers:acme:Algorithms: at least one algorithm")]
    [InlineData("""{ "AuthorizationServers": { "acme": { "ScopeClaims": [] } } }""", "ScopeAuth:AuthorizationServers:acme:ScopeClaims: name at least one claim")]
    [InlineData("""{ "ApiRoles": { "Auditor": { "Organizations": [] } } }""", "ScopeAuth:ApiRoles:Auditor:Organizations: name at least one organisation")]
    public void Nothing_that_is_empty_means_any(string json, string expected) =>
        Assert.Contains(Settings.FaultsOfJson(json), fault => fault.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void A_section_that_does_not_exist_is_a_fault() =>
        Assert.Equal(2, Settings.FaultsOf(new ConfigurationBuilder().Build()).Count);

    [Fact]
    public async Task All_faults_stop_the_start_in_one_exception_and_each_is_logged_on_a_line_of_its_own()
    {
        string[] changes = ["Realm=\"", "acme:Isuer=x", "acme:Algorithms:0=HS256", "acme:Audiences-", "ApiRoles:Auditor:Access:Audit=Write", "Audit:MaxFileBytes=1"];
        var logs = new CollectedLogs();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var api = await TestApi.StartAsync([], configure: builder =>
            {
                builder.Configuration.Sources.Clear();
                builder.Configuration.AddInMemoryCollection(Settings.With(changes));
                builder.Logging.AddProvider(logs);
            });
        });

        Assert.Equal(changes.Length, exception.Failures.Count());
        Assert.Equal(changes.Length, exception.Failures.Distinct().Count());
        Assert.Equal(
            exception.Failures.Order(StringComparer.Ordinal),
            logs.Entries.Where(entry => entry.Id.Id == 21).Select(entry => entry.Text["Setting at fault: ".Length..]).Order(StringComparer.Ordinal));
        Assert.All(logs.Entries.Where(entry => entry.Id.Id == 21), entry => Assert.Equal(LogLevel.Critical, entry.Level));
    }
}
