using ScopeAuth.Registrations;

namespace ScopeAuth;

/// <summary>Lists the API roles, and changes those of the store. Registered as a singleton, for pages and commands of the API's administrators.</summary>
/// <remarks>
/// A change is checked by the validator that checks the configuration, is never applied when it has a fault, holds on this node from the next request on, and on the
/// others within a second. Every change, and every refused one, is an audit record with before and after. Only administrators may reach this. A store that is out of
/// reach throws what it throws; the change may have been kept nevertheless.
/// </remarks>
public sealed class ApiRoleEditor
{
    private readonly RegistrationEditor<ApiRoleOptions, ApiRoleEntry> _editor;

    internal ApiRoleEditor(RegistrationEditor<ApiRoleOptions, ApiRoleEntry> editor) => _editor = editor;

    /// <summary>Whether there is a store: else everything comes from the configuration, and nothing can be changed here.</summary>
    public bool CanEdit => _editor.CanEdit;

    /// <summary>Whether the store was read. Before that, stored roles are not listed, and changes fail.</summary>
    public bool IsLoaded => _editor.IsLoaded;

    /// <summary>All roles, by name: those of the configuration, and those of the store. A stored one that the configuration shadows is listed, too.</summary>
    public IReadOnlyList<ApiRoleEntry> List() => _editor.List();

    /// <summary>One role: where the name is in the configuration and in the store, that of the configuration.</summary>
    /// <param name="name">The name.</param>
    public ApiRoleEntry? Find(string name) => _editor.Find(name);

    /// <summary>Checks settings as a change would, and changes nothing.</summary>
    /// <param name="name">The name that the role has or is to have.</param>
    /// <param name="options">Its access and organisations.</param>
    /// <returns>Every fault, each with the path of its setting; empty if they could be kept.</returns>
    public IReadOnlyList<string> FindFaults(string name, ApiRoleOptions options) => _editor.Try(name, options).Faults;

    /// <summary>Adds a role.</summary>
    /// <param name="name">The name as the last part of a role scope holds it.</param>
    /// <param name="options">Its access and organisations.</param>
    /// <param name="author">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it; <see cref="RegistrationOutcome.Conflict"/> where the name is taken.</returns>
    public ValueTask<RegistrationResult<ApiRoleEntry>> AddAsync(
        string name, ApiRoleOptions options, ChangeAuthor author, CancellationToken cancellationToken = default) =>
        _editor.AddAsync(name, options, author, cancellationToken);

    /// <summary>Gives a stored role other access or organisations.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expectedVersion">The version that the author has seen.</param>
    /// <param name="options">All its access and organisations.</param>
    /// <param name="author">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it; <see cref="RegistrationOutcome.Conflict"/> where the role has another version by now.</returns>
    public ValueTask<RegistrationResult<ApiRoleEntry>> ChangeAsync(
        string name, long expectedVersion, ApiRoleOptions options, ChangeAuthor author, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _editor.ChangeAsync("Update", name, expectedVersion, _ => options, author, cancellationToken);
    }

    /// <summary>Deletes a stored role, also one that the configuration shadows. Tokens that carry it have one role less from the next request on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expectedVersion">The version that the author has seen.</param>
    /// <param name="author">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<RegistrationResult<ApiRoleEntry>> DeleteAsync(
        string name, long expectedVersion, ChangeAuthor author, CancellationToken cancellationToken = default) =>
        _editor.DeleteAsync(name, expectedVersion, author, cancellationToken);
}
