using System.Reflection;
using ScopeAuth.Registrations;

namespace ScopeAuth.Tests.Registrations;

/// <summary>Every setting comes back from its written form as it was, and counts in the fingerprint: one that is forgotten would be lost, or would change without effect.</summary>
public sealed class SettingsOfRegistrationsTests
{
    public static TheoryData<string> ServerSettings => [.. Settings(typeof(AuthorizationServerOptions)).Select(property => property.Name)];

    public static TheoryData<string> ClientSettings => [.. Settings(typeof(IntrospectionClientOptions)).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(ServerSettings))]
    public void A_setting_of_a_server_comes_back_and_counts(string name)
    {
        var (usual, changed) = (new AuthorizationServerOptions(), new AuthorizationServerOptions());
        var property = typeof(AuthorizationServerOptions).GetProperty(name)!;
        Change(property, changed);

        var faults = new List<string>();
        var read = AuthorizationServerKind.Instance.Read("path", AuthorizationServerKind.Instance.Write(changed), faults);

        Assert.Empty(faults);
        Assert.Equal(property.GetValue(changed), property.GetValue(read));
        Assert.NotEqual(property.GetValue(usual), property.GetValue(changed));
        Assert.NotEqual(RegistrationFingerprint.Of("acme", usual), RegistrationFingerprint.Of("acme", changed));
        Assert.Equal(RegistrationFingerprint.Of("acme", changed), RegistrationFingerprint.Of("acme", read));
    }

    [Theory]
    [MemberData(nameof(ClientSettings))]
    public void A_setting_of_the_client_comes_back_and_counts_and_the_secret_counts_only(string name)
    {
        var changed = new AuthorizationServerOptions();
        var property = typeof(IntrospectionClientOptions).GetProperty(name)!;
        Change(property, changed.IntrospectionClient);

        var read = AuthorizationServerKind.Instance.Read(AuthorizationServerKind.Instance.Write(changed));

        Assert.Equal(name == nameof(IntrospectionClientOptions.Secret) ? null : property.GetValue(changed.IntrospectionClient), property.GetValue(read.IntrospectionClient));
        Assert.NotEqual(RegistrationFingerprint.Of("acme", new()), RegistrationFingerprint.Of("acme", changed));
    }

    [Fact]
    public void A_role_comes_back_as_it_was()
    {
        var role = new ApiRoleOptions { Organizations = ["zscaler.net::1"] };
        (role.Access["Firewall"], role.Access["URL \"Filtering\""], role.Access["None"]) = (ApiAccess.Full, ApiAccess.View, ApiAccess.None);

        var read = ApiRoleKind.Instance.Read(ApiRoleKind.Instance.Write(role));

        Assert.Equal(role.Access, read.Access);
        Assert.Equal(role.Organizations, read.Organizations);
        Assert.Empty(ApiRoleKind.Instance.Read(ApiRoleKind.Instance.Write(new() { Organizations = [] })).Organizations);
    }

    [Fact]
    public void A_copy_of_the_options_has_all_of_them()
    {
        var options = new ScopeAuthOptions();
        foreach (var property in typeof(ScopeAuthOptions).GetProperties().Where(property => property.SetMethod is { IsPublic: true })) Change(property, options);
        options.Clouds["zscaler.net"] = new();
        options.AuthorizationServers["acme"] = new();
        options.ApiRoles["Auditor"] = new();

        var copy = options.Copy();

        Assert.All(typeof(ScopeAuthOptions).GetProperties(), property => Assert.Equal(property.GetValue(options), property.GetValue(copy)));
        copy.AuthorizationServers["beta"] = new();
        Assert.Single(options.AuthorizationServers);
    }

    [Theory]
    [InlineData("[]", "no JSON object")]
    [InlineData("{", "no JSON object")]
    [InlineData("null", "no JSON object")]
    [InlineData("""{"Issuer":"a","issuer":"b"}""", "names that differ")]
    [InlineData("""{"Isuer":"a"}""", "Isuer: unknown setting")]
    [InlineData("""{"Enabled":"perhaps"}""", "not a right value")]
    public void What_cannot_be_read_is_a_fault_with_its_path(string settings, string fault)
    {
        var faults = new List<string>();

        AuthorizationServerKind.Instance.Read("ScopeAuth:AuthorizationServers:acme", settings, faults);

        Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
        Assert.StartsWith("ScopeAuth:AuthorizationServers:acme", faults[0], StringComparison.Ordinal);
    }

    private static IEnumerable<PropertyInfo> Settings(Type options) => options.GetProperties().Where(property => property.CanWrite);

    private static void Change(PropertyInfo property, object options) => property.SetValue(options, property.GetValue(options) switch
    {
        bool flag => !flag,
        TimeSpan time => time + TimeSpan.FromSeconds(1.5),
        int number => number + 1,
        Vendor => Vendor.Zitadel,
        TokenValidation => TokenValidation.LocalThenIntrospection,
        ClientDetail => ClientDetail.Status,
        IList<string> => new List<string> { "a", "\u00e9 \"b\"" },
        _ when property.PropertyType == typeof(ClientAuthenticationMethod?) => ClientAuthenticationMethod.ClientSecretPost,
        _ when property.PropertyType == typeof(bool?) => false,
        _ when property.PropertyType == typeof(IList<string>) => new List<string> { "c" },
        _ => "text é \"quoted\"",
    });
}
