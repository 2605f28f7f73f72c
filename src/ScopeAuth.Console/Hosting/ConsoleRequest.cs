using Microsoft.AspNetCore.Http;
using ScopeAuth.Audit;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Console.Hosting;

/// <summary>What the frame of every page needs of the request: addresses, the name of the administrator, and what was just done.</summary>
internal sealed class ConsoleRequest(IHttpContextAccessor accessor, ConsoleSettings settings)
{
    private HttpContext Context => accessor.HttpContext!;

    private string Home => Context.Request.PathBase + settings.Prefix;

    /// <summary>The administrator's name.</summary>
    public string Admin => settings.NameOf(Context.User) ?? "";

    /// <summary>The administrator as whoever asks for a change.</summary>
    public ChangeAuthor Author => new() { AdminId = Admin, Interface = "Admin UI", ClientIp = Context.Connection.RemoteIpAddress, TraceId = TraceId.Of(Context) };

    /// <summary>The address that the form of a sign-out goes to; null if there is none.</summary>
    public string? SignOut => settings.SignOutPath is { } path ? Context.Request.PathBase + path : null;

    /// <summary>What the request before this one did, if it was led here.</summary>
    public Notice? Notice => Enum.TryParse<Notice>(Context.Request.Query["done"], out var notice) && Enum.IsDefined(notice) ? notice : null;

    /// <summary>The address of a page, below the application's own base path.</summary>
    /// <param name="page">The page, without a slash in front.</param>
    public string To(string page) => page.Length > 0 ? $"{Home}/{page}" : Home is { Length: > 0 } home ? home : "/";

    /// <summary>Leads to a page after something was done: a reload does it no second time.</summary>
    public IResult Done(string page, Notice notice) => Results.LocalRedirect($"{To(page)}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done={notice}");

    /// <summary>What was asked for has an audit record of its own, with before and after: the request needs no second one.</summary>
    public void LeaveToItsRecord() => Context.Features.Get<AuditedRequest>()?.Settle();

    /// <summary>The address of a script or style, which changes with its content.</summary>
    public string Asset(ConsoleAsset asset) => To($"assets/{asset.FileName}");
}
