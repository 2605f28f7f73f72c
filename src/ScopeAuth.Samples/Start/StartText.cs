using ScopeAuth.Samples.Administration;
using ScopeAuth.Samples.AuthorizationServers;

namespace ScopeAuth.Samples.Start;

/// <summary>What the sample prints once it listens.</summary>
internal static class StartText
{
    public static string Write(Uri address, SampleServers servers, LocalAdministrator administrator) => $"""

        The sample API and its authorization servers are listening.

          page      {address}
          API       {new Uri(address, "/api/v1/")}
          console   {new Uri(address, "/admin")}  as {LocalAdministrator.Name} with the password {administrator.Password}, from this machine
          settings  {Path.Combine(AppContext.BaseDirectory, "appsettings.json")}

          Authorization servers; each has the client demo with the secret demo-secret, and POST .../token:
        {string.Join('\n', servers.All.Select(server => $"  {server.Name,-9} {server.Server.BaseAddress.AbsoluteUri}  {server.Organization}"))}

          Roles: FirewallAdmin, Auditor, Operator, TokenAdmin. Paste this into bash:

        {Commands.GetToken(servers.All[0], "FirewallAdmin")}
        {new Commands(address).Call("/api/v1/whoami")}

        """;
}
