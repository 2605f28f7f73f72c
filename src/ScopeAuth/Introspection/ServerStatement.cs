using ScopeAuth.AuthorizationServers;

namespace ScopeAuth.Introspection;

/// <summary>What a server just said about the token that is being judged. Of no other server does it say anything.</summary>
internal sealed record ServerStatement(AuthorizationServer Server, IntrospectionAnswer Answer);
