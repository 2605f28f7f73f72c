using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScopeAuth.PostgreSql.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("a b")]
    [InlineData("a;drop")]
    [InlineData("1a")]
    [InlineData("pg_a")]
    [InlineData("a1234567890123456789012345678901234567890")]
    public void A_schema_is_a_plain_name(string schema) => AssertFault(nameof(PostgreSqlRevocationOptions.Schema), options => options.Schema = schema);

    [Fact]
    public void Times_are_within_bounds()
    {
        AssertFault(nameof(PostgreSqlRevocationOptions.CatchUpInterval), options => options.CatchUpInterval = TimeSpan.Zero);
        AssertFault(nameof(PostgreSqlRevocationOptions.PollInterval), options => options.PollInterval = TimeSpan.FromHours(1));
        AssertFault(nameof(PostgreSqlRevocationOptions.Timeout), options => options.Timeout = TimeSpan.FromMilliseconds(1));
        AssertFault(nameof(PostgreSqlRevocationOptions.LiftRetention), options => options.LiftRetention = TimeSpan.Zero);
    }

    [Fact]
    public void A_connection_string_that_cannot_be_read_stops_the_start() => Assert.ThrowsAny<ArgumentException>(() => new StoreOf("Hose=localhost"));

    [Fact]
    public void One_line_puts_the_store_in_the_place_of_the_embedded_one()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth"))
            .AddPostgreSqlRevocations("Host=db.example;Database=api;Username=api");

        Assert.Equal("PostgreSqlRevocationStore", builder.Services.Last(service => service.ServiceType == typeof(IRevocationStore)).ImplementationType!.Name);
    }

    private static void AssertFault(string setting, Action<PostgreSqlRevocationOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddScopeRoleAuth().AddPostgreSqlRevocations("Host=localhost", configure);
        using var provider = services.BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<PostgreSqlRevocationOptions>>().Value);

        Assert.Contains(setting, Assert.Single(fault.Failures), StringComparison.Ordinal);
    }
}
