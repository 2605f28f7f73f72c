using System.Collections.Immutable;

namespace ScopeAuth.Keys;

/// <summary>Where a server's metadata may be: derived when it is needed, because parsed addresses take more than all its other settings.</summary>
/// <param name="Base">An absolute address.</param>
/// <param name="Derive">The addresses to try, in order.</param>
internal sealed record MetadataPlace(string Base, Func<Uri, ImmutableArray<Uri>> Derive)
{
    public ImmutableArray<Uri> Addresses => Derive(new(Base, UriKind.Absolute));

    public static MetadataPlace At(string address) => new(address, static known => [known]);
}
