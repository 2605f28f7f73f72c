using Microsoft.Extensions.Options;

namespace ScopeAuth.PostgreSql.Hosting;

/// <summary>Stops the start when a setting has a fault, and says all of them at once.</summary>
internal sealed class PostgreSqlOptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : class, IPostgreSqlOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var faults = new OptionFaults(TOptions.What);
        faults.CheckSchema(nameof(options.Schema), options.Schema);
        faults.Check(nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        options.Check(faults);
        return faults.Result;
    }
}
