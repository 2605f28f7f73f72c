namespace ScopeAuth.Testing.Clients;

/// <summary>The ways of a client to prove who it is, by their registered names.</summary>
internal static class ClientMethods
{
    public const string SecretBasic = "client_secret_basic";
    public const string SecretPost = "client_secret_post";
    public const string PrivateKeyJwt = "private_key_jwt";

    /// <summary>A client without a secret and without keys, which only says its ID.</summary>
    public const string None = "none";

    public static readonly IReadOnlyList<string> Usual = [SecretBasic, SecretPost, PrivateKeyJwt];
}
