using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Console.Hosting;

/// <summary>The one script or the one style of the pages, under a name that changes with its content.</summary>
internal sealed class ConsoleAsset
{
    private ConsoleAsset(string name, string contentType)
    {
        using var resource = typeof(ConsoleAsset).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        Text = reader.ReadToEnd();
        ContentType = contentType;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsSpan(0, 6));
        FileName = $"{Path.GetFileNameWithoutExtension(name)}.{hash}{Path.GetExtension(name)}";
    }

    public static ConsoleAsset Style { get; } = new("console.css", "text/css");

    public static ConsoleAsset Script { get; } = new("console.js", "text/javascript");

    public string Text { get; }

    public string ContentType { get; }

    public string FileName { get; }
}
