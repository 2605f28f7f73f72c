namespace ScopeAuth;

/// <summary>Keeps the authorization servers that are registered while the application runs.</summary>
/// <remarks>Where the configuration has a server of the same name, that one counts. <see cref="AuthorizationServerEditor"/> is the way to change them.</remarks>
public interface IAuthorizationServerStore : IRegistrationStore;
