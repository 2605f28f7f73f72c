namespace ScopeAuth.Introspection;

/// <summary>How a client authenticates, where the settings leave it to what else they say.</summary>
internal static class ClientMethod
{
    public static ClientAuthenticationMethod Of(IntrospectionClientOptions client) => client switch
    {
        { Method: { } said } => said,
        { KeyFile: not null } => ClientAuthenticationMethod.PrivateKeyJwt,
        { CertificateFile: not null } => ClientAuthenticationMethod.TlsClientAuth,
        _ => ClientAuthenticationMethod.ClientSecretBasic,
    };
}
