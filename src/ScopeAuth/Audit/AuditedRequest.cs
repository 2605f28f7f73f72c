using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Bearer;

namespace ScopeAuth.Audit;

/// <summary>One decided request on the way to its one record.</summary>
internal sealed class AuditedRequest(HttpContext context, PolicyAuthorizationResult decided, AuditTrail trail, DateTimeOffset decidedAt)
{
    private Task<bool>? _keeping;
    private bool _holdsAnswer;

    /// <summary>Whether the record was tried, and a sink did not keep it.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether the record was tried, or another one stands for it.</summary>
    public bool IsRecorded => _keeping is { IsCompleted: true };

    /// <summary>The answer to a refusal is written, and waits for the record.</summary>
    public void HoldAnswer() => _holdsAnswer = true;

    /// <summary>Sends the answer that waited.</summary>
    public Task TellAnswerAsync() => _holdsAnswer ? context.Response.BodyWriter.FlushAsync(CancellationToken.None).AsTask() : Task.CompletedTask;

    /// <summary>Writes the record, once; later calls get the same answer.</summary>
    /// <param name="fault">What the endpoint threw, if it did.</param>
    /// <returns>Whether it was kept.</returns>
    public Task<bool> KeepAsync(Exception? fault = null) => _keeping ??= WriteAsync(fault);

    /// <summary>What the request changed has its record already, with before and after: that one stands for the request.</summary>
    public void Settle() => _keeping ??= Task.FromResult(true);

    /// <summary>Lets no response with a status of success start without its record, whichever way it starts.</summary>
    /// <remarks>Most start through the response body. Not so: upgrades to WebSockets, a result handler that overrules a refusal, an error page.</remarks>
    public void HoldResponse() => context.Response.OnStarting(static request => ((AuditedRequest)request).BeforeStartAsync(), this);

    private async Task BeforeStartAsync()
    {
        if (context.Response.StatusCode < StatusCodes.Status400BadRequest && !await KeepAsync())
            throw new InvalidOperationException("The request's audit record was not kept, so its success is not told.");
    }

    private async Task<bool> WriteAsync(Exception? fault)
    {
        var decision = RequestDecision.Of(context);
        var status = fault is null || context.Response.HasStarted ? context.Response.StatusCode : StatusOf(fault);
        var isFailure = fault is not null || status >= StatusCodes.Status400BadRequest;
        var rejection = decided switch
        {
            { Succeeded: true } => isFailure ? decision.Rejection : null,
            { Challenged: true } => decision.Rejection ?? Rejection.NoCredentials,
            _ => decision.Rejection ?? Rejection.PolicyNotMet,
        };
        var result = decided.Succeeded && !isFailure ? AuditResult.Success : AuditResult.Failure;

        var isKept = await trail.WriteAsync(AuditRecordFactory.Create(context, decision, decidedAt, status, result, rejection));
        IsLost = !isKept;
        return isKept;
    }

    private int StatusOf(Exception fault) => fault switch
    {
        BadHttpRequestException unreadable => unreadable.StatusCode,        // the server answers with this one
        OperationCanceledException when context.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,
        _ => StatusCodes.Status500InternalServerError,
    };
}
