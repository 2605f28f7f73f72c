using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;

namespace ScopeAuth.Benchmarks;

/// <summary>A token seen for the first time: the whole verdict against the bare signature check of the same token.</summary>
internal static class ColdBenchmark
{
    public static async Task<int> RunAsync()
    {
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var folder = Directory.CreateTempSubdirectory("scopeauth-benchmark");
        try
        {
            var rs256 = BenchmarkToken.Rs256(rsa, "rs256");
            var es256 = BenchmarkToken.Es256(ecdsa, "es256");
            var files = Save(folder, ("rs256", rs256), ("es256", es256));
            var validator = await ApiAsync(files, remembered: 0);
            var recalling = await ApiAsync(files, remembered: 16384);

            Console.WriteLine("| token | characters | bare check, µs | whole verdict, of the bare check | bytes | with principal | bytes |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            byte[] input = rs256.SigningInput, signature = rs256.Signature;
            Report("RS256", rs256, validator, () => rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            byte[] ecInput = es256.SigningInput, ecSignature = es256.Signature;
            Report("ES256", es256, validator, () => ecdsa.VerifyData(ecInput, ecSignature, HashAlgorithmName.SHA256));
            ReportWarm(rs256, recalling);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Report(string name, BenchmarkToken token, IAccessTokenValidator validator, Func<bool> bare)
    {
        var organization = Organization.Parse("zscaler.net::1234567");
        void Bare() => Require(bare());
        void Verdict() => Require(Validate().IsAccepted);
        void Principal() => Require(Validate().Token!.CreatePrincipal(organization).Identity!.IsAuthenticated);
        TokenVerdict Validate() => Now(validator.ValidateAsync(token.Compact));

        var verdict = PairedRun.Compare(Bare, Verdict);
        var principal = PairedRun.Compare(Bare, Principal);
        Console.WriteLine($"| {name} | {token.Compact.Length} | {verdict.FirstNanoseconds / 1000:F1} | {verdict} | {PairedRun.Allocated(Verdict)} "
            + $"| {principal} | {PairedRun.Allocated(Principal)} |");
    }

    private static void ReportWarm(BenchmarkToken token, IAccessTokenValidator validator)
    {
        var text = System.Text.Encoding.ASCII.GetBytes(token.Compact);
        void Hash() => SHA256.HashData(text, stackalloc byte[32]);
        void Verdict() => Require(Now(validator.ValidateAsync(token.Compact)).IsAccepted);
        var warm = PairedRun.Compare(Hash, Verdict);
        Console.WriteLine();
        Console.WriteLine($"Seen before: {warm} of SHA-256 over the token ({warm.FirstNanoseconds:F0} ns), {warm.Value * warm.FirstNanoseconds:F0} ns, "
            + $"{PairedRun.Allocated(Verdict)} bytes.");
    }

    private static TokenVerdict Now(ValueTask<TokenVerdict> task) =>
        task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("It waited.");

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("The token was refused.");
    }

    private static string[] Save(DirectoryInfo folder, params (string Name, BenchmarkToken Token)[] tokens) => [.. tokens.Select(token =>
    {
        var path = Path.Combine(folder.FullName, $"{token.Name}.pem");
        File.WriteAllText(path, token.Token.PublicKeyPem);
        return path;
    })];

    private static async Task<IAccessTokenValidator> ApiAsync(string[] keyFiles, int remembered)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddScopeRoleAuth(configure: options => options.MaxCachedTokens = remembered)
            .AddApiRole("FirewallAdmin", role => role.Access["Firewall"] = ApiAccess.Full)
            .AddAuthorizationServer("okta", server =>
            {
                server.Vendor = Vendor.Okta;
                server.Issuer = BenchmarkToken.Issuer;
                server.PublicKeys = keyFiles;
                server.Audiences = ["https://api.example"];
                server.ClientIds = ["0oa4dr9kzkykPrLhq0g7"];
                server.Organizations = ["zscaler.net::1234567"];
            });
        var provider = services.BuildServiceProvider();
        var validator = provider.GetRequiredService<IAccessTokenValidator>();
        foreach (var ring in provider.GetRequiredService<KeyRings>().All) await ring.RefreshAsync();
        return validator;
    }
}
