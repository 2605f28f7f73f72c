namespace ScopeAuth.Testing;

/// <summary>A key that a test server publishes, by what its key set says of it.</summary>
/// <param name="Id">The key ID, <c>kid</c>.</param>
/// <param name="Type">The key type, <c>RSA</c> or <c>EC</c>.</param>
/// <param name="Size">The size in bits.</param>
/// <param name="Use"><c>sig</c>, or <c>enc</c> for a key that no token is signed with.</param>
/// <param name="IsActive">Whether it signs at the moment. Others sign no more, or not yet.</param>
public sealed record TestPublishedKey(string Id, string Type, int Size, string Use, bool IsActive);
