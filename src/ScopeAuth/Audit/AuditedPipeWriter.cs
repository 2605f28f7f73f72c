using System.Buffers;
using System.IO.Pipelines;

namespace ScopeAuth.Audit;

/// <summary>Holds what was advanced but not flushed until the record is kept: the server's own writer cannot forget it again.</summary>
internal sealed class AuditedPipeWriter(AuditedResponseBody body, PipeWriter inner) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _held = new();
    private Memory<byte> _lent;
    private bool _isCompleted;

    /// <summary>What the endpoint completed the body with before the response was opened: the server makes an error of it.</summary>
    public Exception? Fault { get; private set; }

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => body.IsOpen ? inner.UnflushedBytes : _held.WrittenCount;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        _lent = body.IsOpen ? default : _held.GetMemory(sizeHint);
        return body.IsOpen ? inner.GetMemory(sizeHint) : _lent;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        // Memory that was lent before the response was opened may be filled after.
        if (!body.IsOpen) Hold(bytes);
        else if (_lent.IsEmpty) inner.Advance(bytes);
        else inner.Write(_lent.Span[..bytes]);
        _lent = default;
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
        else (_isCompleted, Fault) = (true, exception);
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

    /// <summary>Completes what the endpoint has completed, in the same way: to the server it is not the same as the asynchronous one.</summary>
    public void End()
    {
        if (_isCompleted) inner.Complete(Fault);
    }

    private void Hold(int bytes)
    {
        if (!body.IsClosed) _held.Advance(bytes);
    }
}
