using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ScopeAuth.Revocation;

/// <summary>One change as the journal holds it. It lives in the reader's buffer and makes objects only of what is asked for.</summary>
/// <remarks>
/// Little-endian: sequence (8), ID (16), kind (1), reason (1), revoked at (8), issued before (8), ends at (8), all times in ticks and 0 for none; then server,
/// value and administrator, each UTF-8 behind its length (2). A lift has the kind 0, and behind that the administrator who lifted.
/// </remarks>
internal readonly ref struct JournalEntry
{
    private const int StartLength = 25;
    private const int FixedLength = 50;

    private readonly ReadOnlySpan<byte> _bytes;

    private JournalEntry(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public long Sequence => BinaryPrimitives.ReadInt64LittleEndian(_bytes);

    public Guid Id => new(_bytes[8..24], bigEndian: true);

    public bool IsLift => Kind == 0;

    public RevocationKind Kind => (RevocationKind)_bytes[24];

    public RevocationReason Reason => (RevocationReason)_bytes[25];

    public long RevokedAt => BinaryPrimitives.ReadInt64LittleEndian(_bytes[26..]);

    public DateTimeOffset? EndsAt => TimeAt(42);

    public ReadOnlySpan<byte> Server => TextAt(FixedLength, out _);

    public ReadOnlySpan<byte> Value => TextAt(AfterText(FixedLength), out _);

    public ReadOnlySpan<byte> RevokedBy => TextAt(AfterText(AfterText(FixedLength)), out _);

    /// <summary>Everything, as it was written: for copies.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Takes the first entry of a frame's body. The checksum was right, so what does not fit was never written by this program.</summary>
    public static JournalEntry Take(ref ReadOnlySpan<byte> body)
    {
        var entry = new JournalEntry(body);
        var length = entry.IsLift ? entry.AfterText(StartLength) : entry.AfterText(entry.AfterText(entry.AfterText(FixedLength)));
        entry = new(body[..length]);
        body = body[length..];
        return entry;
    }

    public RevocationRecord ToRecord() => new()
    {
        Id = Id,
        Target = RevocationTarget.Create(Kind, OrNull(Server), OrNull(Value)),
        IssuedBefore = TimeAt(34),
        Reason = Reason,
        RevokedBy = Encoding.UTF8.GetString(RevokedBy),
        RevokedAt = new(RevokedAt, TimeSpan.Zero),
        EndsAt = EndsAt,
    };

    public static void Write(ArrayBufferWriter<byte> writer, long sequence, RevocationRecord record)
    {
        var span = writer.GetSpan(FixedLength);
        WriteStart(span, sequence, record.Id, record.Target.Kind);
        span[25] = (byte)record.Reason;
        BinaryPrimitives.WriteInt64LittleEndian(span[26..], record.RevokedAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(span[34..], record.IssuedBefore?.UtcTicks ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(span[42..], record.EndsAt?.UtcTicks ?? 0);
        writer.Advance(FixedLength);
        WriteText(writer, record.Target.AuthorizationServer);
        WriteText(writer, record.Target.Value);
        WriteText(writer, record.RevokedBy);
    }

    public static void WriteLift(ArrayBufferWriter<byte> writer, long sequence, Guid id, string by)
    {
        WriteStart(writer.GetSpan(StartLength), sequence, id, 0);
        writer.Advance(StartLength);
        WriteText(writer, by);
    }

    private static void WriteStart(Span<byte> span, long sequence, Guid id, RevocationKind kind)
    {
        BinaryPrimitives.WriteInt64LittleEndian(span, sequence);
        id.TryWriteBytes(span[8..], bigEndian: true, out _);
        span[24] = (byte)kind;
    }

    private static void WriteText(ArrayBufferWriter<byte> writer, string? text)
    {
        var span = writer.GetSpan(2 + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0));
        var length = Encoding.UTF8.GetBytes(text, span[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)length);
        writer.Advance(2 + length);
    }

    private static string? OrNull(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);

    private DateTimeOffset? TimeAt(int offset) => BinaryPrimitives.ReadInt64LittleEndian(_bytes[offset..]) is var ticks and not 0 ? new(ticks, TimeSpan.Zero) : null;

    private int AfterText(int offset)
    {
        TextAt(offset, out var end);
        return end;
    }

    private ReadOnlySpan<byte> TextAt(int offset, out int end)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[offset..]);
        end = offset + 2 + length;
        return _bytes[(offset + 2)..end];
    }
}
