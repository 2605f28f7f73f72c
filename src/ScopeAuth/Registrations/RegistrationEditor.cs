using ScopeAuth.Hosting;

namespace ScopeAuth.Registrations;

/// <summary>Changes the stored entries of one kind: checks, keeps, applies, and writes down what was asked for and what became of it.</summary>
/// <remarks>
/// What is checked is the whole set. So a change is kept only if the set has not moved meanwhile; if it has, and the entry has not, it is checked again. Whether
/// an entry has moved since its author saw it is asked of the entry's own version.
/// </remarks>
internal sealed class RegistrationEditor<TOptions, TEntry>(
    RegistrationKind<TOptions> kind, Func<EntryFacts<TOptions>, TEntry> show, IRegistrationStore store, CurrentSettings settings, RegistrationAudit audit, TimeProvider clock)
    where TOptions : class
    where TEntry : class
{
    /// <summary>Others are faster so often only if something is wrong.</summary>
    private const int MaxAttempts = 20;

    private readonly EntryList<TOptions, TEntry> _entries = new(kind, show);

    public bool CanEdit => store is not ConfigurationRegistrations;

    public bool IsLoaded => kind.Of(Now).IsLoaded;

    private MergedOptions Now => settings.Current.Merged;

    public IReadOnlyList<TEntry> List() => _entries.Of(Now);

    public TEntry? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _entries.Find(Now, name);
    }

    /// <summary>What an entry would be if it were stored now, with its faults.</summary>
    public StoredEntry<TOptions> Try(string name, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        return settings.Try(kind, name, Written(options));
    }

    public ValueTask<RegistrationResult<TEntry>> AddAsync(string name, TOptions options, ChangeAuthor author, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RunAsync(new("Create", name, author), (isConfigured, stored) => new(
            isConfigured ? RegistrationOutcome.ReadOnly : stored is not null ? RegistrationOutcome.Conflict : RegistrationOutcome.Applied, options), cancellationToken);
    }

    public ValueTask<RegistrationResult<TEntry>> ChangeAsync(
        string action, string name, long expectedVersion, Func<TOptions, TOptions> change, ChangeAuthor author, CancellationToken cancellationToken) =>
        RunAsync(new(action, name, author), (isConfigured, stored) => new(
            isConfigured ? RegistrationOutcome.ReadOnly
                : stored is null ? RegistrationOutcome.NotFound
                : stored.Version != expectedVersion ? RegistrationOutcome.Conflict : RegistrationOutcome.Applied,
            change(stored is null ? kind.Read("{}") : kind.Read(stored.Settings))), cancellationToken);

    public ValueTask<RegistrationResult<TEntry>> DeleteAsync(string name, long expectedVersion, ChangeAuthor author, CancellationToken cancellationToken) =>
        RunAsync(new("Delete", name, author), (isConfigured, stored) => new(
            stored is null ? isConfigured ? RegistrationOutcome.ReadOnly : RegistrationOutcome.NotFound
                : stored.Version != expectedVersion ? RegistrationOutcome.Conflict : RegistrationOutcome.Applied), cancellationToken);

    private async ValueTask<RegistrationResult<TEntry>> RunAsync(
        RegistrationRequest request, Func<bool, Registration?, RegistrationPlan<TOptions>> planFor, CancellationToken cancellationToken)
    {
        request.Check();
        string? before = null, after = null;
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var merged = Now;
                var stored = kind.Of(merged).ByName.GetValueOrDefault(request.Name)?.Registration;
                var plan = planFor(kind.Of(merged.Configured).ContainsKey(request.Name), stored);
                (before, after) = (stored?.Settings, plan.Options is null ? null : Written(plan.Options));
                if (!CanEdit) return await EndAsync(RegistrationOutcome.ReadOnly, []);
                if (kind.Of(merged).Version is not { } version) throw new InvalidOperationException("The store was not read yet: what it holds is not known.");
                if (plan.Outcome != RegistrationOutcome.Applied) return await EndAsync(plan.Outcome, []);
                if (after is not null && settings.Try(kind, request.Name, after).Faults is { Count: > 0 } faults) return await EndAsync(RegistrationOutcome.Faulty, faults);

                var receipt = await store.WriteAsync(
                    new() { ExpectedVersion = version, Name = request.Name, Settings = after, ChangedBy = request.Author.AdminId, ChangedAt = clock.GetUtcNow() }, cancellationToken);
                // A store that was put back has a version below the one that was expected: what it holds now counts.
                settings.Apply(kind, receipt.Set, replaces: receipt.IsApplied ? null : version);
                if (receipt.IsApplied) return await EndAsync(RegistrationOutcome.Applied, []);
            }
            return await EndAsync(RegistrationOutcome.Conflict, []);
        }
        catch (Exception exception) when (exception is not ArgumentException)
        {
            // Whether it was kept is not known. The record says that it failed; the entry, once the store can be read, says the rest.
            await audit.WriteAsync(kind.AuditCategory, request, before, after, outcome: null);
            throw;
        }

        async ValueTask<RegistrationResult<TEntry>> EndAsync(RegistrationOutcome outcome, IReadOnlyList<string> faults)
        {
            var isAudited = await audit.WriteAsync(kind.AuditCategory, request, before, after, outcome);
            var entry = outcome == RegistrationOutcome.ReadOnly ? _entries.Find(Now, request.Name) : _entries.FindStored(Now, request.Name);
            return new() { Outcome = outcome, Entry = entry, Faults = faults, IsAudited = isAudited };
        }
    }

    // A secret is neither kept nor shown. That it was given is a fault, which is found as every other one: in what is to be kept.
    private string Written(TOptions options) => kind.Write(options, _ => "set");
}
