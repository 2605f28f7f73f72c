namespace ScopeAuth.Network;

/// <summary>Raised inside the connection, where only an exception gets out; it never leaves the back channel.</summary>
internal sealed class NetworkNotAllowedException : IOException
{
    public NetworkNotAllowedException()
        : base("The host has no address that may be used.")
    {
    }
}
