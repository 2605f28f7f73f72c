namespace ScopeAuth;

/// <summary>Keeps the API roles that are made while the application runs.</summary>
/// <remarks>Where the configuration has a role of the same name, that one counts. <see cref="ApiRoleEditor"/> is the way to change them.</remarks>
public interface IApiRoleStore : IRegistrationStore;
