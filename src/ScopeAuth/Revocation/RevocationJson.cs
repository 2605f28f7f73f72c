using System.Text.Json.Serialization;

namespace ScopeAuth.Revocation;

/// <summary>How the endpoints read and write, without reflection. An unknown member is a fault: a misspelled filter must not revoke more.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RevocationBody))]
[JsonSerializable(typeof(RevocationBody[]))]
[JsonSerializable(typeof(RevocationDocument))]
[JsonSerializable(typeof(RevocationListDocument))]
[JsonSerializable(typeof(RevocationCountDocument))]
internal sealed partial class RevocationJson : JsonSerializerContext;
