using System.Buffers;
using System.IO.Pipelines;

namespace ScopeAuth.Audit;

/// <summary>Holds what was advanced but not flushed until the record is kept: the server's own writer cannot forget it again.</summary>
internal sealed class AuditedPipeWriter(AuditedResponseBody body, PipeWriter inner) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _held = new();
    private bool _isHeldLent;
    private bool _isCompleted;
    private Exception? _fault;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => body.IsOpen ? inner.UnflushedBytes : _held.WrittenCount;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        _isHeldLent = !body.IsOpen;
        return _isHeldLent ? _held.GetMemory(sizeHint) : inner.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        _isHeldLent = !body.IsOpen;
        return _isHeldLent ? _held.GetSpan(sizeHint) : inner.GetSpan(sizeHint);
    }

    public override void Advance(int bytes)
    {
        if (!_isHeldLent) inner.Advance(bytes);
        else if (!body.IsClosed) _held.Advance(bytes);

        // The memory may have been lent before the response was opened, and filled after.
        if (body.IsOpen) Release();
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        await body.OpenAsync() ? await inner.FlushAsync(cancellationToken) : new(isCanceled: false, isCompleted: true);

    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        await body.OpenAsync() ? await inner.WriteAsync(source, cancellationToken) : new(isCanceled: false, isCompleted: true);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // Completing starts the response, and this call cannot wait for the record: the end of the endpoint does it.
        if (body.IsOpen) inner.Complete(exception);
        else (_isCompleted, _fault) = (true, exception);
    }

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (await body.OpenAsync()) await inner.CompleteAsync(exception);
    }

    /// <summary>Hands on what was held.</summary>
    public void Release()
    {
        if (_held.WrittenCount == 0) return;
        inner.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
    }

    public async ValueTask EndAsync()
    {
        if (_isCompleted) await inner.CompleteAsync(_fault);
    }
}
