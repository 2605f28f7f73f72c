using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Tests.Registrations;

public sealed class RegistrationOptionsTests
{
    [Theory]
    [InlineData("Upper")]
    [InlineData("a;drop")]
    [InlineData("pg_a")]
    public void A_schema_is_a_plain_name(string schema) => AssertFault(nameof(PostgreSqlRegistrationOptions.Schema), options => options.Schema = schema);

    [Fact]
    public void Times_are_within_bounds()
    {
        AssertFault(nameof(PostgreSqlRegistrationOptions.CatchUpInterval), options => options.CatchUpInterval = TimeSpan.Zero);
        AssertFault(nameof(PostgreSqlRegistrationOptions.PollInterval), options => options.PollInterval = TimeSpan.FromHours(1));
        AssertFault(nameof(PostgreSqlRegistrationOptions.Timeout), options => options.Timeout = TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void A_connection_string_that_cannot_be_read_stops_the_start() =>
        Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddScopeRoleAuth().AddPostgreSqlRegistrations("Hose=localhost"));

    [Fact]
    public async Task Without_a_data_source_that_of_the_revocations_is_used_and_without_both_it_is_said_what_is_missing()
    {
        var services = new ServiceCollection();
        services.AddScopeRoleAuth().AddPostgreSqlRevocations("Host=localhost").AddPostgreSqlRegistrations();
        await using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<IAuthorizationServerStore>());
        Assert.NotNull(provider.GetRequiredKeyedService<PostgreSqlDatabase>(PostgreSqlDatabase.OfRegistrations));

        services = new();
        services.AddScopeRoleAuth().AddPostgreSqlRegistrations();
        await using var without = services.BuildServiceProvider();
        Assert.Contains("NpgsqlDataSource", Assert.Throws<InvalidOperationException>(without.GetRequiredService<IApiRoleStore>).Message, StringComparison.Ordinal);
    }

    private static void AssertFault(string setting, Action<PostgreSqlRegistrationOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddScopeRoleAuth().AddPostgreSqlRegistrations("Host=localhost", configure);
        using var provider = services.BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<PostgreSqlRegistrationOptions>>().Value);

        Assert.Contains(setting, Assert.Single(fault.Failures), StringComparison.Ordinal);
    }
}
