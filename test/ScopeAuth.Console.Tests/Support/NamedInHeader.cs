using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Console.Tests.Support;

/// <summary>Stands for a service's own login: whoever names himself in a header is that one.</summary>
internal sealed class NamedInHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "Named";

    public const string Header = "X-Admin";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers[Header] is [{ } name]
        ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.Name, Uri.UnescapeDataString(name))], Scheme)), Scheme))
        : AuthenticateResult.NoResult());
}
