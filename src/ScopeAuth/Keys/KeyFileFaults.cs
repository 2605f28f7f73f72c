namespace ScopeAuth.Keys;

/// <summary>Reads the key files of a server once before it is taken into use: a missing file is no outage, it is a fault of the settings.</summary>
internal static class KeyFileFaults
{
    /// <param name="path">The path of the server's settings.</param>
    /// <param name="server">The settings; paths of files are absolute already.</param>
    /// <param name="faults">Where faults are added.</param>
    public static void Find(string path, AuthorizationServerOptions server, List<string> faults)
    {
        if (server.JwksFile is { Length: > 0 } file)
            Find($"{path}:{nameof(server.JwksFile)}", [file], files => KeySetReader.Read(files[0].Content), faults);
        if (server.PublicKeys.Count == 0) return;
        if (server.PublicKeys.Any(string.IsNullOrEmpty)) faults.Add($"{path}:{nameof(server.PublicKeys)}: a path is expected; for example [ \"keys/acme.pem\" ].");
        else Find($"{path}:{nameof(server.PublicKeys)}", server.PublicKeys, PemKeyReader.Read, faults);
    }

    private static void Find(
        string path, IList<string> files, Func<IReadOnlyList<(string Path, byte[] Content)>, KeySetReading> read, List<string> faults)
    {
        var contents = new List<(string, byte[])>();
        foreach (var file in files)
        {
            try
            {
                contents.Add((file, ReadBeginning(file)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                faults.Add($"{path}: '{file}' cannot be read ({exception.GetType().Name}).");
                return;
            }
        }
        var reading = read(contents);
        if (reading.Failure is not { } failure) return;
        var keys = reading.Ignored.Select(key => $" Key {key.KeyId}: {key.Detail}.");
        faults.Add($"{path}: {string.Join(", ", files)}: {failure.Detail}.{string.Concat(keys)}");
    }

    // One byte more than is allowed: the reader of the content says what is too large.
    private static byte[] ReadBeginning(string file)
    {
        using var stream = File.OpenRead(file);
        var content = new byte[Math.Min(stream.Length, KeySetReader.MaxBytes + 1)];
        return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }
}
