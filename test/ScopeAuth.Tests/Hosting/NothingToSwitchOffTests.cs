using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Hosting;

public sealed class NothingToSwitchOffTests
{
    // What a client could only gain by: none, shared secrets, and names that differ from right ones by a hair.
    public static TheoryData<string> WrongAlgorithms =>
        ["none", "None", "NONE", "HS256", "HS384", "HS512", "EdDSA", "Ed25519", "ES256K", "ML-DSA-44", "RSA1_5", "dir", "rs256", "RS256 ", "*", ""];

    [Fact]
    public void The_only_booleans_of_the_options_switch_nothing_off()
    {
        var options = typeof(ScopeAuthOptions).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)).ToList();
        var booleans = options.SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType == typeof(bool) || property.PropertyType == typeof(bool?)).Select(property => property.Name);

        Assert.True(options.Count >= 5, string.Join(", ", options));
        Assert.Equal(
            ["AllowHttp", "AllowMissingKeyId", "AllowPrivateNetwork", "Enabled", "NoIssuer", "SignedIntrospection"],
            booleans.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(WrongAlgorithms))]
    public void An_algorithm_that_is_not_in_the_table_cannot_be_configured(string algorithm)
    {
        var faults = Settings.FaultsWith($"acme:Algorithms:0={algorithm}");

        Assert.StartsWith($"ScopeAuth:AuthorizationServers:acme:Algorithms: '{algorithm}' is not one of RS256, RS384, RS512,", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WrongAlgorithms))]
    public async Task A_token_that_names_another_algorithm_is_refused_however_it_is_signed(string algorithm)
    {
        await using var server = await TestServers.StartAsync();
        await using var api = await TestApi.StartAsync(server);
        TestToken Token(byte[]? secret = null, bool unsigned = false) => new()
        {
            Scopes = [$"{TestServers.Organization}::Auditor"],
            Header = { ["alg"] = algorithm },
            HmacKey = secret,
            WithoutSignature = unsigned,
        };
        var keys = await api.Http.GetByteArrayAsync(server.JwksUri, TestContext.Current.CancellationToken);
        byte[][] secrets = [System.Text.Encoding.ASCII.GetBytes(server.PublicKeyPem), System.Text.Encoding.ASCII.GetBytes(server.PublicKeyPem.Trim()), keys, []];

        Assert.Equal(Rejection.AlgorithmNotAllowed, (await api.AskAsync("/whoami", server.IssueToken(Token()))).Rejection);
        foreach (var secret in secrets)
            Assert.Equal(Rejection.AlgorithmNotAllowed, (await api.AskAsync("/whoami", server.IssueToken(Token(secret)))).Rejection);
        var unsigned = server.IssueToken(Token(unsigned: true));
        Assert.Equal(Rejection.Malformed, (await api.AskAsync("/whoami", unsigned)).Rejection);
        Assert.Equal(Rejection.AlgorithmNotAllowed, (await api.AskAsync("/whoami", unsigned + "AA")).Rejection);
    }
}
