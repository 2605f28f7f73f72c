using System.Security.Claims;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Console.Hosting;

/// <summary>Where the pages are, who may enter, and what somebody is called who has.</summary>
internal sealed class ConsoleSettings(IOptions<ScopeAuthConsoleOptions> options)
{
    private const int MaxNameLength = 256;      // what a revocation can keep

    private string? _prefix;

    /// <summary>The path of the pages, with a slash in front and none behind.</summary>
    public string Prefix => _prefix ?? throw new InvalidOperationException("The console is not mapped.");

    /// <returns>The policy of whoever may enter.</returns>
    /// <exception cref="InvalidOperationException">No policy is named, or the console is mapped already.</exception>
    public string Open(string prefix)
    {
        if (options.Value.Policy is not { Length: > 0 } policy)
        {
            throw new InvalidOperationException(
                "The ScopeAuth console lets nobody in until a policy says who may enter: services.AddScopeAuthConsole(options => options.Policy = \"Administrators\"), "
                + "and services.AddAuthorization(...) with a policy of that name, which names the scheme of a browser login and what an administrator is known by.");
        }
        if (_prefix is not null) throw new InvalidOperationException($"The ScopeAuth console is mapped already, at {_prefix}.");
        _prefix = Trimmed(prefix);
        return policy;
    }

    /// <summary>Learns where the pages are in the end: below the paths of the groups in which they were mapped.</summary>
    /// <exception cref="InvalidOperationException">One of these paths has a parameter: no link could tell its value.</exception>
    public void IsAt(RoutePattern home)
    {
        if (home.Parameters.Count > 0) throw new InvalidOperationException($"The ScopeAuth console is mapped at {home.RawText}: the paths of its groups may have no parameters.");
        _prefix = Trimmed(home.RawText!);
    }

    /// <summary>Where somebody signs out; null if the service does not say.</summary>
    public string? SignOutPath => options.Value.SignOutPath;

    public string? NameOf(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated != true) return null;
        var name = options.Value.AdminIdOf(user);
        return name.Length <= MaxNameLength ? name : name[..(char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength)];
    }

    // Empty at the root: two slashes would begin the name of another host.
    private static string Trimmed(string prefix) => prefix.Trim('/') is { Length: > 0 } path ? $"/{path}" : "";
}
