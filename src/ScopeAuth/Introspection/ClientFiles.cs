namespace ScopeAuth.Introspection;

/// <summary>How the files of a client are read: at the start, to find faults, and whenever they change.</summary>
internal static class ClientFiles
{
    public static FileReader<ClientKey> KeyReader(IntrospectionClientOptions client) =>
        (ReadOnlyMemory<byte> content, out ClientKey? key, out string fault) =>
            new ClientKeyReader(client.KeyId, client.Algorithm, PasswordOf(client)).TryRead(content, out key, out fault);

    // Read with the file that it opens: both are replaced together.
    public static string? PasswordOf(IntrospectionClientOptions client) =>
        client.PasswordFile is { } path && File.Exists(path) ? File.ReadAllText(path).TrimEnd('\r', '\n') : null;
}
