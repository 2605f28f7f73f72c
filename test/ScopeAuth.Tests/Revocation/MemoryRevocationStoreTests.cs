using ScopeAuth.Revocation;

namespace ScopeAuth.Tests.Revocation;

public sealed class MemoryRevocationStoreTests : RevocationStoreContract
{
    protected override Task<IRevocationStore> CreateAsync() => Task.FromResult<IRevocationStore>(new MemoryRevocationStore());
}
