using ScopeAuth.Testing;

namespace ScopeAuth.Samples.AuthorizationServers;

/// <summary>One vendor's authorization server, played by this process.</summary>
/// <param name="Name">Its name here, and its folder below <c>/as/</c>.</param>
/// <param name="Organization">The organisation it speaks for.</param>
/// <param name="Server">The server.</param>
public sealed record SampleServer(string Name, string Organization, TestAuthorizationServer Server)
{
    /// <summary>Where a client gets a token, the same for every vendor. The vendor's own path works too.</summary>
    public Uri TokenEndpoint => new($"{Server.BaseAddress.AbsoluteUri.TrimEnd('/')}/token");
}
