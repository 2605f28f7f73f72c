using System.Buffers.Binary;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Reads the rows (id, ends_at) of a binary COPY. By hand, because ten million rows leave no time for anything general.</summary>
/// <remarks>The format: PostgreSQL documentation, COPY, "Binary Format". Everything in it is big-endian.</remarks>
internal sealed class TokenCopy(Stream copy, long sequence)
{
    private const int BatchSize = 8192;
    private const int LongestRow = 2 + 4 + 16 + 4 + 8;

    // Microseconds since 2000, and two values for the ends of time.
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8];

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _hasHeader;
    private bool _hasEnded;

    /// <summary>The next rows; none at the end.</summary>
    public async ValueTask<List<RevocationEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_hasHeader) await ReadHeaderAsync(cancellationToken);
        var events = new List<RevocationEvent>(BatchSize);
        while (!_hasEnded && events.Count < BatchSize)
        {
            if (TryRead(out var change)) events.Add(change);
            else if (!_hasEnded) await FillAsync(cancellationToken);
        }
        return events;
    }

    private async ValueTask ReadHeaderAsync(CancellationToken cancellationToken)
    {
        // Signature, flags, length of an extension that there is not.
        while (_end < Signature.Length + 8) await FillAsync(cancellationToken);
        if (!_buffer.AsSpan(0, Signature.Length).SequenceEqual(Signature) || BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(Signature.Length + 4)) != 0)
            throw new InvalidDataException("PostgreSQL does not answer with a binary COPY as it is known.");
        (_start, _hasHeader) = (Signature.Length + 8, true);
    }

    private bool TryRead(out RevocationEvent change)
    {
        change = default;
        var rest = _buffer.AsSpan(_start, _end - _start);
        if (rest.Length < 2) return false;
        var fields = BinaryPrimitives.ReadInt16BigEndian(rest);
        if (fields == -1)
        {
            _hasEnded = true;
            return false;
        }
        if (rest.Length < LongestRow - 8) return false;
        var endLength = BinaryPrimitives.ReadInt32BigEndian(rest[22..]);
        if (fields != 2 || BinaryPrimitives.ReadInt32BigEndian(rest[2..]) != 16 || endLength is not (8 or -1)) throw new InvalidDataException("A row of the COPY is not an ID and a time.");
        if (endLength == 8 && rest.Length < LongestRow) return false;

        DateTimeOffset? endsAt = endLength == 8 ? TimeOf(BinaryPrimitives.ReadInt64BigEndian(rest[26..])) : null;
        change = new(sequence, new Guid(rest.Slice(6, 16), bigEndian: true), IsLift: false, endsAt, Record: null);
        _start += endLength == 8 ? LongestRow : LongestRow - 8;
        return true;
    }

    private static DateTimeOffset TimeOf(long microseconds) => microseconds == long.MaxValue ? DateTimeOffset.MaxValue : Epoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        var read = await copy.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        if (read == 0) throw new EndOfStreamException("The COPY ended in the middle.");
        _end += read;
    }
}
