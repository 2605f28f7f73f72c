namespace ScopeAuth.Registrations;

/// <summary>What a server may not say that somebody registers while the application runs, and what holds unless it says otherwise.</summary>
internal static class StoredServerRules
{
    /// <param name="path">The path of its settings.</param>
    /// <param name="server">Its settings; paths become absolute.</param>
    /// <param name="bounds">What it may name.</param>
    /// <param name="faults">Where faults are added.</param>
    public static void Apply(string path, AuthorizationServerOptions server, RegistrationOptions bounds, ICollection<string> faults)
    {
        server.AllowPrivateNetwork ??= false;
        var client = server.IntrospectionClient;
        if (client.Secret is not null)
            faults.Add($"{path}:IntrospectionClient:Secret: a store keeps no secret by value; name its file (SecretFile) or its environment variable (SecretVariable).");
        if (client.SecretVariable is { } variable && !variable.StartsWith(bounds.SecretVariablePrefix, StringComparison.Ordinal))
            faults.Add($"{path}:IntrospectionClient:SecretVariable: a name that begins with {bounds.SecretVariablePrefix} is expected (Registrations:SecretVariablePrefix).");

        server.JwksFile = Resolve("JwksFile", server.JwksFile);
        server.PublicKeys = [.. server.PublicKeys.Select(file => Resolve("PublicKeys", file)!)];
        client.SecretFile = Resolve("IntrospectionClient:SecretFile", client.SecretFile);
        client.KeyFile = Resolve("IntrospectionClient:KeyFile", client.KeyFile);
        client.CertificateFile = Resolve("IntrospectionClient:CertificateFile", client.CertificateFile);
        client.PasswordFile = Resolve("IntrospectionClient:PasswordFile", client.PasswordFile);

        string? Resolve(string setting, string? file)
        {
            if (string.IsNullOrEmpty(file)) return file;
            if (bounds.FilesPath is not { } folder)
            {
                faults.Add($"{path}:{setting}: a server that is registered while the application runs can name files only below Registrations:FilesPath, which is not set.");
                return file;
            }
            var full = Path.GetFullPath(file, folder);
            if (!full.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                faults.Add($"{path}:{setting}: a path below Registrations:FilesPath is expected; for example \"acme/api.pem\".");
            return full;
        }
    }
}
