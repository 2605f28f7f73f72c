using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Benchmarks;

/// <summary>The keys of one run, and the public ones as files for whoever verifies.</summary>
internal sealed class BenchmarkKeys : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scopeauth-benchmark");

    public BenchmarkKeys() => Files = [Save("rs256", Rsa.ExportSubjectPublicKeyInfoPem()), Save("es256", Ecdsa.ExportSubjectPublicKeyInfoPem())];

    public RSA Rsa { get; } = RSA.Create(2048);

    public ECDsa Ecdsa { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The name of a file is the ID of the key in it.</summary>
    public string[] Files { get; }

    public string RsaFile => Files[0];

    public BenchmarkToken Rs256(int number = 0) => BenchmarkToken.Rs256(Rsa, number);

    public BenchmarkToken Es256(int number = 0) => BenchmarkToken.Es256(Ecdsa, number);

    /// <summary>A token that something is wrong with, though its signature fits.</summary>
    public string Rs256With(string algorithm, string issuer, string keyId, int lifetime)
    {
        var input = BenchmarkToken.SigningInputOf(algorithm, keyId, number: 0, issuer, lifetime);
        return BenchmarkToken.Seal(input, Rsa.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)).Compact;
    }

    public void Dispose()
    {
        Rsa.Dispose();
        Ecdsa.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Save(string keyId, string pem)
    {
        var path = Path.Combine(_folder.FullName, $"{keyId}.pem");
        File.WriteAllText(path, pem);
        return path;
    }
}
