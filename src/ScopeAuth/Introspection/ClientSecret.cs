namespace ScopeAuth.Introspection;

/// <summary>A client's secret: a text of the settings or the environment, or what a file holds at the moment.</summary>
internal sealed class ClientSecret
{
    private readonly string? _text;
    private readonly ChangingFile<string>? _file;

    public ClientSecret(string text) => _text = text;

    public ClientSecret(ChangingFile<string> file) => _file = file;

    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken) =>
        _file is null ? _text : await _file.ReadAsync(cancellationToken);

    /// <summary>What a secret file holds. An editor's line break at the end belongs to the file, not to the secret.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> content, out string? secret, out string fault)
    {
        secret = System.Text.Encoding.UTF8.GetString(content.Span).TrimEnd('\r', '\n');
        fault = secret.Length == 0 ? "it is empty" : "";
        return secret.Length > 0;
    }

    /// <summary>A secret is never shown.</summary>
    public override string ToString() => nameof(ClientSecret);
}
