using Microsoft.Extensions.Configuration;

namespace ScopeAuth.Tests.Support;

/// <summary>Configuration that a test changes while the application runs.</summary>
internal sealed class ChangingSettings : ConfigurationProvider, IConfigurationSource
{
    /// <summary>Puts these settings, relative to the section <c>ScopeAuth</c>, in the place of all that were there. The last of two wins.</summary>
    public void Replace(params IEnumerable<KeyValuePair<string, string?>>[] settings)
    {
        Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings.SelectMany(part => part)) Data[$"ScopeAuth:{key}"] = value;
        OnReload();
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
