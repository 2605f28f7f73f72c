using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Benchmarks;

/// <summary>The keys of one run, and the public ones as files for whoever verifies.</summary>
internal sealed class BenchmarkKeys : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scopeauth-benchmark-");

    public BenchmarkKeys() => Files =
    [
        Save("rs256", Rsa.ExportSubjectPublicKeyInfoPem()), Save("es256", Ecdsa.ExportSubjectPublicKeyInfoPem()),
        Save("es384", P384.ExportSubjectPublicKeyInfoPem()), Save("es512", P521.ExportSubjectPublicKeyInfoPem()),
    ];

    public RSA Rsa { get; } = RSA.Create(2048);

    public ECDsa Ecdsa { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa P384 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public ECDsa P521 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    /// <summary>The name of a file is the ID of the key in it.</summary>
    public string[] Files { get; }

    public string RsaFile => Files[0];

    public string Folder => _folder.FullName;

    public BenchmarkToken Rs256(int number = 0) => BenchmarkToken.Rs256(Rsa, number);

    public BenchmarkToken Es256(int number = 0) => BenchmarkToken.Es256(Ecdsa, number);

    public BenchmarkToken Sign(SignatureAlgorithm algorithm)
    {
        var input = BenchmarkToken.SigningInputOf(algorithm.Name, KeyIdOf(algorithm), number: 0);
        var bytes = Encoding.ASCII.GetBytes(input);
        return BenchmarkToken.Seal(input, algorithm.Padding is { } padding ? Rsa.SignData(bytes, algorithm.Hash, padding) : CurveOf(algorithm).SignData(bytes, algorithm.Hash));
    }

    /// <summary>Nothing but the platform's check of one token's signature.</summary>
    public Action Bare(SignatureAlgorithm algorithm, BenchmarkToken token)
    {
        byte[] input = token.SigningInput, signature = token.Signature;
        var curve = CurveOf(algorithm);
        return algorithm.Padding is { } padding
            ? () => Require(Rsa.VerifyData(input, signature, algorithm.Hash, padding))
            : () => Require(curve.VerifyData(input, signature, algorithm.Hash));
    }

    public string PemOf(SignatureAlgorithm algorithm) => File.ReadAllText(Files.Single(file => Path.GetFileNameWithoutExtension(file) == KeyIdOf(algorithm)));

    /// <summary>Many tokens, each another, as long as those of RS256 but signed by ES256: that is quicker to sign, and a token that is remembered is not verified.</summary>
    public string[] Many(int count, int first = 0)
    {
        var parameters = Ecdsa.ExportParameters(includePrivateParameters: true);
        return Many(count, () => ECDsa.Create(parameters), (key, number) => BenchmarkToken.Es256(key, first + number, BenchmarkToken.MissingInEs256));
    }

    public string[] ManyRs256(int count)
    {
        var parameters = Rsa.ExportParameters(includePrivateParameters: true);
        return Many(count, () => RSA.Create(parameters), BenchmarkToken.Rs256);
    }

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
        P384.Dispose();
        P521.Dispose();
        _folder.Delete(recursive: true);
    }

    // One RSA key serves all six algorithms; each curve has its own.
    private static string KeyIdOf(SignatureAlgorithm algorithm) => algorithm.CurveBits switch
    {
        0 => "rs256",
        256 => "es256",
        384 => "es384",
        _ => "es512",
    };

    private ECDsa CurveOf(SignatureAlgorithm algorithm) => algorithm.CurveBits switch
    {
        384 => P384,
        521 => P521,
        _ => Ecdsa,
    };

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("The platform refused the signature.");
    }

    // A key of its own for each thread that signs.
    private static string[] Many<TKey>(int count, Func<TKey> create, Func<TKey, int, BenchmarkToken> sign)
        where TKey : AsymmetricAlgorithm
    {
        var tokens = new string[count];
        Parallel.For(
            0,
            count,
            create,
            (number, _, key) =>
            {
                tokens[number] = sign(key, number).Compact;
                return key;
            },
            key => key.Dispose());
        return tokens;
    }

    private string Save(string keyId, string pem)
    {
        var path = Path.Combine(_folder.FullName, $"{keyId}.pem");
        File.WriteAllText(path, pem);
        return path;
    }
}
