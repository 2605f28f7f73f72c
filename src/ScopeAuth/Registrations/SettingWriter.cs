using System.Text.Json;

namespace ScopeAuth.Registrations;

/// <summary>Writes settings under the names of the configuration, and leaves out what has its default value.</summary>
internal readonly struct SettingWriter(Utf8JsonWriter json)
{
    public void Text(string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    public void Flag(string name, bool? value, bool? usual = false)
    {
        if (value is { } flag && value != usual) json.WriteBoolean(name, flag);
    }

    public void Name<TEnum>(string name, TEnum? value, TEnum? usual = null)
        where TEnum : struct, Enum
    {
        if (value is { } member && !EqualityComparer<TEnum?>.Default.Equals(value, usual)) json.WriteString(name, member.ToString());
    }

    public void Duration(string name, TimeSpan value, TimeSpan usual)
    {
        if (value != usual) json.WriteString(name, value.ToString("c"));
    }

    /// <summary>A list. One that is empty although it usually is not is written as such: what that means is the validator's question.</summary>
    public void List(string name, IList<string>? values, IList<string>? usual = null)
    {
        if (values is null || (usual is not null && values.SequenceEqual(usual, StringComparer.Ordinal))) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
