using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Console.Servers;

/// <summary>The form in which a server is registered or changed, from one request to the next.</summary>
internal sealed class ServerFormModel(AuthorizationServerEditor editor)
{
    private Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>The name; empty while a new one has none.</summary>
    public string Name { get; private set; } = "";

    public bool IsNew { get; private set; }

    /// <summary>The version that the administrator has seen.</summary>
    public long Version { get; private set; }

    /// <summary>What is wrong with what was sent.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>What the check found; null where none was asked for.</summary>
    public IReadOnlyList<CheckFinding>? Findings { get; private set; }

    /// <summary>How the server is now, where somebody else changed it while the form was open.</summary>
    public AuthorizationServerEntry? Theirs { get; private set; }

    public Vendor Vendor => Enum.TryParse<Vendor>(_values.GetValueOrDefault("Vendor"), out var vendor) ? vendor : Vendor.Generic;

    /// <summary>The settings that differ between what was sent and what is stored now.</summary>
    public IEnumerable<(string Label, string Ours, string Theirs)> Differences => Theirs is null ? [] : ServerFields.All
        .Select(setting => (setting.Label, Ours: ValueOf(setting.Name), Theirs: setting.Read(Theirs.Options)))
        .Where(setting => setting.Ours != setting.Theirs);

    /// <summary>Whether what was asked for has an audit record of its own.</summary>
    public bool IsRecorded { get; private set; }

    public string ValueOf(string field) => _values.GetValueOrDefault(field, "");

    public void Begin(Vendor vendor)
    {
        IsNew = true;
        Show(new() { Vendor = vendor });
    }

    public void Begin(AuthorizationServerEntry server)
    {
        (Name, Version) = (server.Name, server.Version);
        Show(server.Options);
    }

    /// <summary>Validates or saves what was sent.</summary>
    /// <returns>Whether it was saved. If not, the model says why.</returns>
    public async Task<bool> SendAsync(string? name, IFormCollection form, ChangeAuthor author, CancellationToken cancellationToken)
    {
        IsNew = name is null;
        Name = name ?? form["Name"].ToString().Trim();
        Version = long.TryParse(form["Version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        _values = ServerFields.All.ToDictionary(field => field.Name, field => form[field.Name].ToString().ReplaceLineEndings("\n"), StringComparer.Ordinal);
        if (!TryRead(out var options)) return false;
        if (form["do"] == "validate")
        {
            Faults = editor.FindFaults(Name, options);
            if (Faults.Count == 0) Findings = await editor.CheckAsync(Name, options, cancellationToken);
            return false;
        }
        var result = IsNew
            ? await editor.AddAsync(Name, options, author, cancellationToken)
            : await editor.ChangeAsync(Name, Version, options, author, cancellationToken);
        IsRecorded = result.IsAudited;
        if (result.IsApplied) return true;
        Faults = result.Outcome switch
        {
            RegistrationOutcome.Conflict when IsNew => ["An authorization server of this name is registered already."],
            RegistrationOutcome.Conflict => [],
            RegistrationOutcome.NotFound => ["It was deleted meanwhile."],
            RegistrationOutcome.ReadOnly => ["The configuration has a server of this name, which cannot be changed here; or nothing can be, because there is no store."],
            _ => result.Faults,
        };
        // Who saves again has seen what the other one did.
        if (result is { Outcome: RegistrationOutcome.Conflict, Entry: { } theirs } && !IsNew) (Theirs, Version) = (theirs, theirs.Version);
        return false;
    }

    private bool TryRead(out AuthorizationServerOptions options)
    {
        options = new();
        var faults = new List<string>();
        foreach (var field in ServerFields.All)
        {
            try
            {
                field.Write(options, ValueOf(field.Name));
            }
            catch (FormatException exception)
            {
                faults.Add(exception.Message);
            }
        }
        Faults = faults;
        return faults.Count == 0;
    }

    private void Show(AuthorizationServerOptions options) =>
        _values = ServerFields.All.ToDictionary(field => field.Name, field => field.Read(options), StringComparer.Ordinal);
}
