using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ScopeAuth.PostgreSql.Tests.Audit;

public sealed class AuditOptionsTests
{
    [Fact]
    public void All_faults_are_named_at_once()
    {
        var services = new ServiceCollection();
        services.AddScopeRoleAuth().AddPostgreSqlAudit("Host=localhost", options =>
        {
            options.Schema = "a;drop";
            options.Flush = (AuditFlush)7;
            options.Retention = TimeSpan.FromMinutes(1);
            options.Timeout = TimeSpan.Zero;
        });
        using var provider = services.BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<PostgreSqlAuditOptions>>().Value);

        foreach (var setting in new[] { "Schema", "Flush", "Retention", "Timeout" }) Assert.Contains(fault.Failures, failure => failure.Contains($": {setting}:", StringComparison.Ordinal));
        Assert.Equal(4, fault.Failures.Count());
    }

    [Fact]
    public void A_connection_string_that_cannot_be_read_stops_the_start() =>
        Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddScopeRoleAuth().AddPostgreSqlAudit("Hose=localhost"));
}
