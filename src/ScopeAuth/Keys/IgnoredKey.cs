namespace ScopeAuth.Keys;

/// <param name="KeyId">The key ID, made fit for showing.</param>
/// <param name="Cause">The closed cause.</param>
/// <param name="Detail">A sentence for people that quotes nothing of the key.</param>
internal sealed record IgnoredKey(string KeyId, KeyIgnoredCause Cause, string Detail);
