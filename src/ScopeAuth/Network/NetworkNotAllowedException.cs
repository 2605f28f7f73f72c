namespace ScopeAuth.Network;

/// <summary>Raised inside the connection, where only an exception gets out; it never leaves the back channel.</summary>
internal sealed class NetworkNotAllowedException : IOException
{
    /// <param name="detail">Our words; they become the detail of the failure.</param>
    public NetworkNotAllowedException(string detail)
        : base(detail)
    {
    }
}
