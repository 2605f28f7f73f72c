namespace ScopeAuth.Revocation;

/// <summary>A store in this process: the start waits until it is read, because nothing but a fault can keep it from that.</summary>
internal interface IEmbeddedRevocationStore;
