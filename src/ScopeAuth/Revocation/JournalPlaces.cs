using Microsoft.Win32.SafeHandles;

namespace ScopeAuth.Revocation;

/// <summary>Where each revocation of the journal file that is written to stands, as far as somebody looked: who looks again reads only what was added since.</summary>
/// <remarks>Whoever revokes again what is revoked looks for it, and the file is large: thousands of such calls would each read all of it.</remarks>
internal sealed class JournalPlaces
{
    private readonly Lock _gate = new();
    private Dictionary<ulong, uint> _places = [];
    private long _readTo = JournalSegment.HeaderLength;

    /// <summary>The last entry of an ID in the file: those before it are dead.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">The same, open.</param>
    /// <param name="end">How far it counts.</param>
    /// <param name="id">The ID.</param>
    /// <param name="counts">Which entries count; null for all.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public (long Sequence, RevocationRecord Record)? Find(string path, SafeFileHandle file, long end, Guid id, JournalRepair.IsAlive? counts)
    {
        uint place;
        lock (_gate)
        {
            ReadOn(path, file, end);
            if (!_places.TryGetValue(RevocationId.From(id).High, out place)) return null;
            // Somebody may have read further.
            end = Math.Max(end, _readTo);
        }
        (long Sequence, RevocationRecord Record)? found = null;
        if (!new JournalReader(file, place, end).TryRead(out var body)) throw new InvalidDataException($"The revocation journal {path} is damaged at byte {place}.");
        while (!body.IsEmpty)
        {
            var entry = JournalEntry.Take(ref body);
            if (!entry.IsLift && entry.Id == id && counts?.Invoke(entry) != false) found = (entry.Sequence, entry.ToRecord());
        }
        return found;
    }

    /// <summary>The file is at rest, and has its places in a file beside it.</summary>
    public void Clear()
    {
        lock (_gate) (_places, _readTo) = ([], JournalSegment.HeaderLength);
    }

    private void ReadOn(string path, SafeFileHandle file, long end)
    {
        if (_readTo >= end) return;
        var reader = new JournalReader(file, _readTo, end);
        while (reader.TryRead(out var body))
        {
            while (!body.IsEmpty)
            {
                var entry = JournalEntry.Take(ref body);
                if (!entry.IsLift) _places[RevocationId.From(entry.Id).High] = (uint)_readTo;
            }
            _readTo = reader.Position;
        }
        if (_readTo < end) throw new InvalidDataException($"The revocation journal {path} is damaged at byte {_readTo}.");
    }
}
