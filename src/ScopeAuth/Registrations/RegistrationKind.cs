using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using ScopeAuth.Hosting;

namespace ScopeAuth.Registrations;

/// <summary>What is special about one kind of registration: how its settings are written and read, and what a stored one may not say.</summary>
/// <typeparam name="TOptions">Its settings.</typeparam>
internal abstract class RegistrationKind<TOptions>(string section, string auditCategory)
    where TOptions : class
{
    public const int MaxLength = 64 * 1024;

    /// <summary>The setting that holds all of this kind.</summary>
    public string Section { get; } = section;

    /// <summary>The category of audit records about changes.</summary>
    public string AuditCategory { get; } = auditCategory;

    public abstract IDictionary<string, TOptions> Of(ScopeAuthOptions options);

    public abstract StoredEntries<TOptions> Of(MergedOptions merged);

    public abstract RegistrationSet? Of(RegistrationSets sets);

    public abstract RegistrationSets Replace(RegistrationSets sets, RegistrationSet set);

    /// <summary>Makes of what was written what holds on this node, and notes what a stored entry may not say.</summary>
    public abstract void Settle(string path, TOptions options, ScopeAuthOptions configured, ICollection<string> faults);

    /// <summary>Whether the settings hold a secret by value.</summary>
    public abstract bool HasSecret(TOptions options);

    /// <param name="options">The settings.</param>
    /// <param name="secret">What is written in the place of a secret; null leaves it out.</param>
    public string Write(TOptions options, Func<string, string?>? secret = null)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Write(json, options, secret ?? (_ => null));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads what a store holds as the configuration is read: the same names, values and faults.</summary>
    /// <param name="path">The path of the entry, for faults.</param>
    /// <param name="settings">A JSON object.</param>
    /// <param name="faults">Where faults are added.</param>
    public TOptions Read(string path, string settings, ICollection<string> faults)
    {
        if (settings.Length > MaxLength) return Unreadable($"its settings have more than {MaxLength} characters");
        try
        {
            using var document = JsonDocument.Parse(settings);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return Unreadable("its settings are no JSON object");
            var entry = Encoding.UTF8.GetBytes($"{{\"{JsonEncodedText.Encode(path)}\":{settings}}}");
            return Take(new(new ConfigurationBuilder().AddJsonStream(new MemoryStream(entry)).Build().GetSection(path), faults));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidDataException)
        {
            return Unreadable($"its settings are no JSON object with names that differ ({exception.GetType().Name})");
        }

        TOptions Unreadable(string fault)
        {
            faults.Add($"{path}: {fault}.");
            return Create();
        }
    }

    /// <summary>Settings that share nothing with others, from their written form.</summary>
    public TOptions Read(string settings) => Read(Section, settings, new List<string>());

    protected abstract TOptions Create();

    protected abstract TOptions Take(SettingReader reader);

    protected abstract void Write(Utf8JsonWriter json, TOptions options, Func<string, string?> secret);
}
