using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ScopeAuth.Revocation;

/// <summary>What is near the processor.</summary>
internal static class ProcessorCache
{
    /// <summary>Asks for the line of memory around a place, and waits for nothing. It is a hint: it changes nothing, and no place can be wrong.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(ref ulong place)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref place));
    }
}
