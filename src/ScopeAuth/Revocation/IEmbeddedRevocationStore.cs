namespace ScopeAuth.Revocation;

/// <summary>A store in this process: it keeps the node's set itself, and there is nobody else to follow.</summary>
internal interface IEmbeddedRevocationStore
{
    /// <summary>What is revoked. Changed before <see cref="IRevocationStore.AppendAsync"/> returns.</summary>
    RevokedSet Set { get; }
}
