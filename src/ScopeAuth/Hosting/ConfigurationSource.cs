using Microsoft.Extensions.Configuration;

namespace ScopeAuth.Hosting;

/// <summary>The section that the options are read from, and watched for changes; null where everything is set in code.</summary>
internal sealed class ConfigurationSource(IConfigurationSection? section)
{
    public IConfigurationSection? Section { get; } = section;

    /// <summary>How a setting is named in a fault.</summary>
    public string PathOf(string setting) => $"{Section?.Path ?? ScopeAuthDefaults.ConfigurationSection}:{setting}";
}
