namespace ScopeAuth.Console.Servers;

internal sealed class ServersModel;
