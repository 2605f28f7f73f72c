using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ScopeAuth.Registrations;

/// <summary>A set as a file: a line that says what the rest has to be, and the rest, for people to read.</summary>
internal static class RegistrationFile
{
    private const int Format = 1;

    private static readonly JsonWriterOptions ForPeople = new() { Indented = true, NewLine = "\n" };

    public static byte[] Write(RegistrationSet set)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, ForPeople))
        {
            json.WriteStartArray();
            foreach (var entry in set.Entries)
            {
                json.WriteStartObject();
                json.WriteString("name", entry.Name);
                json.WriteNumber("version", entry.Version);
                json.WriteString("changedBy", entry.ChangedBy);
                json.WriteString("changedAt", entry.ChangedAt);
                // As text: it comes back as it was, also when it is no JSON.
                json.WriteString("settings", entry.Settings);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return [.. Encoding.UTF8.GetBytes(Header(set.Version, body.WrittenSpan)), .. body.WrittenSpan];
    }

    /// <exception cref="InvalidDataException">It is not what was written; the message says what to do.</exception>
    public static RegistrationSet Read(ReadOnlySpan<byte> content, string path, string what)
    {
        var end = content.IndexOf((byte)'\n') + 1;
        if (end == 0) throw Damaged("its first line is missing");
        try
        {
            using var header = JsonDocument.Parse(content[..end].ToArray());
            var format = header.RootElement.GetProperty("format").GetInt32();
            if (format > Format) throw new InvalidDataException($"The {what} in {path} have the format {format}, of a newer version of ScopeAuth. This one knows {Format}: update it.");
            var version = header.RootElement.GetProperty("version").GetInt64();
            if (!content[..end].SequenceEqual(Encoding.UTF8.GetBytes(Header(version, content[end..])))) throw Damaged("its content does not fit its first line");
            using var body = JsonDocument.Parse(content[end..].ToArray());
            return new(version, [.. body.RootElement.EnumerateArray().Select(Entry)]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Damaged($"it cannot be read ({exception.GetType().Name})");
        }

        InvalidDataException Damaged(string fault) => new(
            $"The {what} in {path} are damaged: {fault}. Restore the file from a backup, or remove it to start without any. It is not made to be changed by hand.");
    }

    // The version counts in the hash: an older one would let a change be overwritten that was acknowledged.
    private static string Header(long version, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(BitConverter.IsLittleEndian ? version : BinaryPrimitives.ReverseEndianness(version)));
        hash.AppendData(body);
        return $"{{\"format\":{Format},\"version\":{version},\"sha256\":\"{Convert.ToHexStringLower(hash.GetHashAndReset())}\"}}\n";
    }

    private static Registration Entry(JsonElement entry) => new()
    {
        Name = entry.GetProperty("name").GetString()!,
        Version = entry.GetProperty("version").GetInt64(),
        ChangedBy = entry.GetProperty("changedBy").GetString()!,
        ChangedAt = entry.GetProperty("changedAt").GetDateTimeOffset(),
        Settings = entry.GetProperty("settings").GetString()!,
    };
}
