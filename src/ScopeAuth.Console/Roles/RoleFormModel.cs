using System.Globalization;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Console.Hosting;
using ScopeAuth.Hosting;

namespace ScopeAuth.Console.Roles;

/// <summary>The form in which a role is added or changed, from one request to the next.</summary>
internal sealed class RoleFormModel(ApiRoleEditor editor, CurrentSettings settings)
{
    private const string Access = "access:";

    public string Name { get; private set; } = "";

    public bool IsNew { get; private set; }

    public long Version { get; private set; }

    public ApiRoleOptions Options { get; private set; } = new();

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public bool IsConflict { get; private set; }

    /// <summary>Whether what was asked for has an audit record of its own.</summary>
    public bool IsRecorded { get; private set; }

    public IReadOnlyList<string> Categories => [.. settings.Current.Roles.Categories.Union(Options.Access.Keys).Order(StringComparer.Ordinal)];

    public void Begin() => IsNew = true;

    public void Begin(ApiRoleEntry role) => (Name, Version, Options) = (role.Name, role.Version, role.Options);

    /// <returns>What was done; null where nothing was, and the model says why.</returns>
    public async Task<Notice?> SendAsync(string? name, IFormCollection form, ChangeAuthor author, CancellationToken cancellationToken)
    {
        IsNew = name is null;
        Name = name ?? form["Name"].ToString().Trim();
        Version = long.TryParse(form["Version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        Options = Read(form);
        var isDeletion = form["do"] == "delete";
        if (isDeletion && form["confirm"] != "YES")
        {
            Options = editor.Find(Name)?.Options ?? Options;
            Faults = ["Type YES, in capital letters, to confirm."];
            return null;
        }
        var result = IsNew ? await editor.AddAsync(Name, Options, author, cancellationToken)
            : isDeletion ? await editor.DeleteAsync(Name, Version, author, cancellationToken)
            : await editor.ChangeAsync(Name, Version, Options, author, cancellationToken);
        IsRecorded = result.IsAudited;
        if (result.IsApplied) return isDeletion ? Notice.Deleted : Notice.Saved;
        IsConflict = result.Outcome == RegistrationOutcome.Conflict;
        Faults = IsConflict && IsNew ? ["A role of this name exists already."] : RegistrationFaults.Of(result);
        // Who saves again has seen what the other one did.
        if (IsConflict && !IsNew && result.Entry is { } theirs) (Version, Options) = (theirs.Version, theirs.Options);
        return null;
    }

    private static ApiRoleOptions Read(IFormCollection form)
    {
        var options = new ApiRoleOptions
        {
            Organizations = [.. form["Organizations"].ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };
        foreach (var field in form.Where(field => field.Key.StartsWith(Access, StringComparison.Ordinal))) Add(field.Key[Access.Length..], field.Value);
        Add(form["NewCategory"].ToString().Trim(), form["NewAccess"]);
        return options;

        void Add(string category, string? access)
        {
            if (category.Length > 0 && Enum.TryParse<ApiAccess>(access, out var value) && value is ApiAccess.View or ApiAccess.Full) options.Access[category] = value;
        }
    }
}
