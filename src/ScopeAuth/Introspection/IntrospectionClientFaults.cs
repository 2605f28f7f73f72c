using ScopeAuth.Tokens;

namespace ScopeAuth.Introspection;

/// <summary>What can be wrong with the client as which a server is asked. Nothing of a secret or key is quoted.</summary>
internal static class IntrospectionClientFaults
{
    public static void Find(string path, IntrospectionClientOptions client, List<string> faults)
    {
        var method = ClientMethod.Of(client);
        var bySecret = method is ClientAuthenticationMethod.ClientSecretBasic or ClientAuthenticationMethod.ClientSecretPost;
        var byKey = method is ClientAuthenticationMethod.PrivateKeyJwt;
        var byCertificate = method is ClientAuthenticationMethod.TlsClientAuth;

        if (bySecret) FindSecret(path, client, faults);
        else if (client.Secret is not null || client.SecretFile is not null || client.SecretVariable is not null)
            faults.Add($"{path}:Method: {method} knows no secret; leave it out, or set \"ClientSecretBasic\".");
        if (byKey) FindKey(path, client, faults);
        else if (client.KeyFile is not null) faults.Add($"{path}:Method: {method} knows no key file; leave it out, or set \"PrivateKeyJwt\".");
        if (byCertificate) FindCertificate(path, client, faults);
        else if (client.CertificateFile is not null) faults.Add($"{path}:Method: {method} knows no certificate; leave it out, or set \"TlsClientAuth\".");
        if (!byKey && client.Id is null) faults.Add($"{path}:Id: the ID of this API's own client at the server is expected; for example \"api\".");
        if (client.Algorithm is { } algorithm && SignatureAlgorithm.Find(algorithm) is null)
            faults.Add($"{path}:Algorithm: '{algorithm}' is not one of {string.Join(", ", SignatureAlgorithm.All)}.");
    }

    private static void FindSecret(string path, IntrospectionClientOptions client, List<string> faults)
    {
        var sources = new[] { client.Secret, client.SecretFile, client.SecretVariable }.Count(source => source is not null);
        if (sources != 1)
            faults.Add($"{path}: one source of the secret is expected: SecretFile, SecretVariable or Secret; for example \"SecretFile\": \"secrets/api\".");
        if (client.SecretVariable is { } variable && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
            faults.Add($"{path}:SecretVariable: the environment has no variable '{variable}', or it is empty.");
        if (client.SecretFile is { } file) FindFile<string>($"{path}:SecretFile", file, ClientSecret.TryRead, faults);
    }

    private static void FindKey(string path, IntrospectionClientOptions client, List<string> faults)
    {
        if (client.KeyFile is not { } file)
        {
            faults.Add($"{path}:KeyFile: the file of the client's private key is expected; for example \"keys/api.pem\".");
            return;
        }
        var key = FindFile($"{path}:KeyFile", file, ClientFiles.KeyReader(client), faults);
        if (key is { ClientId: null } && client.Id is null) faults.Add($"{path}:Id: the ID of this API's own client at the server is expected; for example \"api\".");
    }

    private static void FindCertificate(string path, IntrospectionClientOptions client, List<string> faults)
    {
        if (client.CertificateFile is { } file) FindFile($"{path}:CertificateFile", file, ClientFiles.CertificateReader(client), faults);
        else faults.Add($"{path}:CertificateFile: the file of the client's certificate and private key is expected; for example \"keys/api.p12\".");
    }

    // As the back channel will read it, but at once: a missing file is no outage, it is a fault of the settings.
    private static T? FindFile<T>(string path, string file, FileReader<T> read, List<string> faults)
        where T : class
    {
        try
        {
            using var stream = File.OpenRead(file);
            var content = new byte[Math.Min(stream.Length, ChangingFile<T>.MaxBytes)];
            stream.ReadExactly(content);
            if (read(content, out var value, out var fault)) return value;
            faults.Add($"{path}: '{file}': {fault}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add($"{path}: '{file}' cannot be read ({exception.GetType().Name}).");
        }
        return null;
    }
}
