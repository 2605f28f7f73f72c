using Microsoft.Win32.SafeHandles;

namespace ScopeAuth.Revocation;

/// <summary>Reads the frames of one file of the journal from beginning to end, in large pieces.</summary>
internal sealed class JournalReader(SafeFileHandle file, long start, long end)
{
    private const int Piece = 1024 * 1024;

    private byte[] _buffer = new byte[Piece];
    private int _read;          // bytes of the buffer that were handed out
    private int _filled;        // bytes of the buffer that hold the file

    /// <summary>Where the next frame begins; behind a fault, where the fault is.</summary>
    public long Position { get; private set; } = start;

    /// <summary>The next frame.</summary>
    /// <returns>False at the end, and at a frame that is not whole: then <see cref="Position"/> is before the end.</returns>
    public bool TryRead(out ReadOnlySpan<byte> body)
    {
        body = default;
        if (!Fill(JournalFrame.HeaderLength)) return false;
        var length = JournalFrame.LengthOf(Rest);
        if (length == 0 || length > end - Position || !Fill(length)) return false;
        var frame = Rest[..length];
        if (!JournalFrame.IsWhole(frame)) return false;
        body = frame[JournalFrame.HeaderLength..];
        _read += length;
        Position += length;
        return true;
    }

    /// <summary>Looks for the next whole frame behind a fault, and stands before it.</summary>
    /// <returns>False if there is none up to the end.</returns>
    public bool TryFindNext()
    {
        while (Fill(1))
        {
            Skip(1);
            if (!Fill(JournalFrame.HeaderLength)) return false;
            var length = JournalFrame.LengthOf(Rest);
            if (length == 0 || length > end - Position || !Fill(length) || !JournalFrame.IsWhole(Rest[..length])) continue;
            return true;
        }
        return false;
    }

    private ReadOnlySpan<byte> Rest => _buffer.AsSpan(_read, _filled - _read);

    private void Skip(int count)
    {
        _read += count;
        Position += count;
    }

    private bool Fill(int count)
    {
        if (_filled - _read >= count) return true;
        if (end - Position < count) return false;
        var rest = _filled - _read;
        var larger = _buffer.Length >= count ? _buffer : new byte[Math.Max(count, 2 * _buffer.Length)];
        _buffer.AsSpan(_read, rest).CopyTo(larger);
        (_buffer, _read, _filled) = (larger, 0, rest);
        while (_filled < count)
        {
            var room = (int)Math.Min(_buffer.Length - _filled, end - Position - _filled);
            var got = RandomAccess.Read(file, _buffer.AsSpan(_filled, room), Position + _filled);
            if (got == 0) return false;
            _filled += got;
        }
        return true;
    }
}
