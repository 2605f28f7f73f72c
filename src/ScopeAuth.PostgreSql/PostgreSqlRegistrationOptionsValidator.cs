using Microsoft.Extensions.Options;

namespace ScopeAuth.PostgreSql;

/// <summary>Stops the start when a setting has a fault, and says all of them at once.</summary>
internal sealed class PostgreSqlRegistrationOptionsValidator : IValidateOptions<PostgreSqlRegistrationOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlRegistrationOptions options)
    {
        var faults = new OptionFaults("PostgreSQL registrations");
        faults.CheckSchema(nameof(options.Schema), options.Schema);
        faults.Check(nameof(options.CatchUpInterval), options.CatchUpInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        faults.Check(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        faults.Check(nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        return faults.Result;
    }
}
