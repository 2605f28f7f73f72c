using ScopeAuth.Registrations;

namespace ScopeAuth;

/// <summary>Lists the registered authorization servers, and changes those of the store. Registered as a singleton, for pages and commands of the API's administrators.</summary>
/// <remarks>
/// A change is checked by the validator that checks the configuration, is never applied when it has a fault, holds on this node from the next request on, and on the
/// others within a second. Every change, and every refused one, is an audit record with before and after. Only administrators may reach this. A store that is out of
/// reach throws what it throws; the change may have been kept nevertheless.
/// </remarks>
public sealed class AuthorizationServerEditor
{
    private readonly RegistrationEditor<AuthorizationServerOptions, AuthorizationServerEntry> _editor;

    private readonly AuthorizationServerCheck _check;

    internal AuthorizationServerEditor(RegistrationEditor<AuthorizationServerOptions, AuthorizationServerEntry> editor, AuthorizationServerCheck check) =>
        (_editor, _check) = (editor, check);

    /// <summary>Whether there is a store: else everything comes from the configuration, and nothing can be changed here.</summary>
    public bool CanEdit => _editor.CanEdit;

    /// <summary>Whether the store was read. Before that, stored servers are not listed, and changes fail.</summary>
    public bool IsLoaded => _editor.IsLoaded;

    /// <summary>All servers, by name: those of the configuration, and those of the store. A stored one that the configuration shadows is listed, too.</summary>
    public IReadOnlyList<AuthorizationServerEntry> List() => _editor.List();

    /// <summary>One server: where the name is in the configuration and in the store, that of the configuration.</summary>
    /// <param name="name">The name.</param>
    public AuthorizationServerEntry? Find(string name) => _editor.Find(name);

    /// <summary>Checks settings as a change would, and changes nothing.</summary>
    /// <param name="name">The name that the server has or is to have.</param>
    /// <param name="options">Its settings.</param>
    /// <returns>Every fault, each with the path of its setting; empty if they could be kept.</returns>
    public IReadOnlyList<string> FindFaults(string name, AuthorizationServerOptions options) => _editor.Try(name, options).Faults;

    /// <summary>Tries settings out from end to end, as <see cref="AuthorizationServerCheck"/> does, within the bounds that hold for a stored server; nothing is changed.</summary>
    /// <param name="name">The name that the server has or is to have.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Findings in the order of a check, at least one; where settings have faults, those alone, and nothing was fetched.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<IReadOnlyList<CheckFinding>> CheckAsync(string name, AuthorizationServerOptions options, CancellationToken cancellationToken = default)
    {
        var tried = _editor.Try(name, options);
        return tried.Faults.Count > 0
            ? Task.FromResult<IReadOnlyList<CheckFinding>>([.. tried.Faults.Select(AuthorizationServerCheck.Setting)])
            : _check.RunAsync(name, tried.Options, cancellationToken);
    }

    /// <summary>Registers a server.</summary>
    /// <param name="name">Its name: letters, digits, '-', '_', '.'; at most 64.</param>
    /// <param name="options">
    /// Its settings. A secret is given by file or environment variable, never by value. Private addresses are refused unless
    /// <see cref="AuthorizationServerOptions.AllowPrivateNetwork"/> is <see langword="true"/>.
    /// </param>
    /// <param name="author">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it; <see cref="RegistrationOutcome.Conflict"/> where the name is taken.</returns>
    public ValueTask<RegistrationResult<AuthorizationServerEntry>> AddAsync(
        string name, AuthorizationServerOptions options, ChangeAuthor author, CancellationToken cancellationToken = default) =>
        _editor.AddAsync(name, options, author, cancellationToken);

    /// <summary>Gives a stored server other settings.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expectedVersion">The version that the author has seen.</param>
    /// <param name="options">All its settings.</param>
    /// <param name="author">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it; <see cref="RegistrationOutcome.Conflict"/> where the server has another version by now.</returns>
    public ValueTask<RegistrationResult<AuthorizationServerEntry>> ChangeAsync(
        string name, long expectedVersion, AuthorizationServerOptions options, ChangeAuthor author, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _editor.ChangeAsync("Update", name, expectedVersion, _ => options, author, cancellationToken);
    }

    /// <summary>Accepts a server's tokens again.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expectedVersion">The version that the author has seen.</param>
    /// <param name="author">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<RegistrationResult<AuthorizationServerEntry>> EnableAsync(
        string name, long expectedVersion, ChangeAuthor author, CancellationToken cancellationToken = default) =>
        _editor.ChangeAsync("Enable", name, expectedVersion, options => SetEnabled(options, true), author, cancellationToken);

    /// <summary>Refuses a server's tokens from the next request on, also those that were accepted before.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expectedVersion">The version that the author has seen.</param>
    /// <param name="author">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<RegistrationResult<AuthorizationServerEntry>> DisableAsync(
        string name, long expectedVersion, ChangeAuthor author, CancellationToken cancellationToken = default) =>
        _editor.ChangeAsync("Disable", name, expectedVersion, options => SetEnabled(options, false), author, cancellationToken);

    /// <summary>Deletes a stored server, also one that the configuration shadows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expectedVersion">The version that the author has seen.</param>
    /// <param name="author">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<RegistrationResult<AuthorizationServerEntry>> DeleteAsync(
        string name, long expectedVersion, ChangeAuthor author, CancellationToken cancellationToken = default) =>
        _editor.DeleteAsync(name, expectedVersion, author, cancellationToken);

    private static AuthorizationServerOptions SetEnabled(AuthorizationServerOptions options, bool isEnabled)
    {
        options.Enabled = isEnabled;
        return options;
    }
}
