using System.Numerics;
using System.Security.Cryptography;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>What is done to the bytes of a signature.</summary>
internal static class SignatureMutations
{
    private static readonly BigInteger P256Order = new(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    public static IReadOnlyList<(string Name, Action<TokenDraft, Random> Apply)> All { get; } =
    [
        ("a bit of the signature", (draft, random) => draft.SignatureChanges.Add(signature =>
        {
            if (signature.Length > 0) signature[random.Next(signature.Length)] ^= (byte)(1 << random.Next(8));
            return signature;
        })),
        ("no signature", (draft, _) => draft.SignatureChanges.Add(_ => [])),
        ("a shorter signature", (draft, random) => draft.SignatureChanges.Add(signature => signature[..random.Next(signature.Length + 1)])),
        ("a longer signature", (draft, random) => draft.SignatureChanges.Add(signature => random.Chance(2) ? [0, .. signature] : [.. signature, 0])),
        ("a signature of zeros", (draft, _) => draft.SignatureChanges.Add(signature => new byte[signature.Length])),
        ("a signature of ones", (draft, _) => draft.SignatureChanges.Add(signature => [.. Enumerable.Repeat((byte)0xff, signature.Length)])),
        ("a signature of random bytes", (draft, random) => draft.SignatureChanges.Add(signature =>
        {
            random.NextBytes(signature);
            return signature;
        })),
        ("half of it zero", (draft, random) => draft.SignatureChanges.Add(signature =>
        {
            signature.AsSpan(random.Chance(2) ? 0 : signature.Length / 2, signature.Length / 2).Clear();
            return signature;
        })),
        ("the halves swapped", (draft, _) => draft.SignatureChanges.Add(signature => [.. signature[(signature.Length / 2)..], .. signature[..(signature.Length / 2)]])),
        ("the halves padded", (draft, _) => draft.SignatureChanges.Add(signature => [0, .. signature[..(signature.Length / 2)], 0, .. signature[(signature.Length / 2)..]])),
        ("DER", (draft, _) =>
        {
            if (draft.Key.Ecdsa is { } ecdsa) draft.Sign = data => ecdsa.SignData(data, draft.Algorithm.Hash, DSASignatureFormat.Rfc3279DerSequence);
        }),
        ("the twin", (draft, _) => draft.SignatureChanges.Add(signature => draft.Key.Id == "ec-256" && signature.Length == 64 ? Twin(signature) : signature)),
        ("s plus the order", (draft, _) => draft.SignatureChanges.Add(signature => signature.Length == 64 ? Put(signature, S(signature) + P256Order) : signature)),
        ("the modulus", (draft, _) => draft.SignatureChanges.Add(signature => draft.Key.Rsa?.ExportParameters(false).Modulus ?? signature)),
        ("one", (draft, _) => draft.SignatureChanges.Add(signature => signature.Length == 0 ? signature : [.. new byte[signature.Length - 1], 1])),
        ("the signature of other data", (draft, _) => draft.Sign = data => draft.Key.Sign([.. data, 0], draft.Algorithm)),
    ];

    public static byte[] Twin(byte[] signature) => Put(signature, P256Order - S(signature));

    private static BigInteger S(byte[] signature) => new(signature.AsSpan(32, 32), isUnsigned: true, isBigEndian: true);

    private static byte[] Put(byte[] signature, BigInteger s)
    {
        if (s.Sign < 0 || s.GetByteCount(isUnsigned: true) > 32) return signature;
        var bytes = s.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. signature.AsSpan(0, 32), .. new byte[32 - bytes.Length], .. bytes];
    }
}
