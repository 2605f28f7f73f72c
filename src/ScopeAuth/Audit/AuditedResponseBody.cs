using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace ScopeAuth.Audit;

/// <summary>
/// The response body of a request whose success is told only if its record is kept. The first thing that would start the response
/// writes the record; after that everything passes through, or, if the record was not kept, is thrown away.
/// </summary>
internal sealed class AuditedResponseBody : IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _inner;
    private readonly AuditedRequest _request;
    private readonly CancellationTokenSource _ended;
    private AuditedPipeWriter? _writer;
    private AuditedStream? _stream;

    /// <param name="inner">The body that the client gets.</param>
    /// <param name="request">The request.</param>
    /// <param name="ended">Cancelled when the record was not kept: nobody will read what an endless stream goes on to write.</param>
    public AuditedResponseBody(IHttpResponseBodyFeature inner, AuditedRequest request, CancellationTokenSource ended) =>
        (_inner, _request, _ended) = (inner, request, ended);

    public Stream Stream => _stream ??= new(this, _inner.Stream);

    public PipeWriter Writer => _writer ??= new(this, _inner.Writer);

    /// <summary>Whether the record was kept, so that the response may be written.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the record was not kept, so that nothing is written any more.</summary>
    public bool IsClosed => _request.IsLost;

    public async ValueTask<bool> OpenAsync()
    {
        if (IsOpen) return true;
        if (IsClosed) return false;
        if (await _request.KeepAsync())
        {
            IsOpen = true;
            _writer?.Release();
            return true;
        }

        await _ended.CancelAsync();
        return false;
    }

    /// <summary>The endpoint has returned: a response without a body gets its record here.</summary>
    public async Task EndAsync()
    {
        if (_writer?.Fault is { } fault) await _request.KeepAsync(fault);
        if (await OpenAsync()) _writer?.End();
    }

    public void DisableBuffering() => _inner.DisableBuffering();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (await OpenAsync()) await _inner.StartAsync(cancellationToken);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        if (await OpenAsync()) await _inner.SendFileAsync(path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        if (await OpenAsync()) await _inner.CompleteAsync();
    }
}
