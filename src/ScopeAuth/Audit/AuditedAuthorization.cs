using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ScopeAuth.Bearer;

namespace ScopeAuth.Audit;

/// <summary>Stands between the decision on a request and the endpoint: one record for each decided request.</summary>
internal sealed class AuditedAuthorization(
    IAuthorizationMiddlewareResultHandler inner, AuditTrail trail, AuditSettings settings, IRejectionAnswer answer, TimeProvider clock,
    AdminIdScopes scopes) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>Whether what follows the record is the framework's own handler, and not one of the application.</summary>
    public bool IsAroundFrameworks => inner is AuthorizationMiddlewareResultHandler;

    /// <summary>Whether nobody would notice the record, nor the admin ID in the log.</summary>
    public bool HasNothingToDo => trail.IsSilent && !scopes.AreShown;

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!HasNothingToDo) return RecordAsync(next, context, policy, authorizeResult);
        Settle(RequestDecision.Of(context), authorizeResult);
        return inner.HandleAsync(next, context, policy, authorizeResult);
    }

    private static void Settle(RequestDecision decision, PolicyAuthorizationResult authorizeResult)
    {
        // What another scheme's token was refused for is no longer a reason, once the policy is met.
        if (authorizeResult.Succeeded) decision.Rejection = null;
        // Who is forbidden something has shown who he is, if not to this scheme.
        else if (authorizeResult.Forbidden && (decision.Rejection is null or Rejection.NoCredentials)) decision.Rejection = Rejection.PolicyNotMet;
    }

    private async Task RecordAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        // An error page may run the pipeline again, for a request that has its record already.
        if (context.Features.Get<AuditedRequest>() is not null)
        {
            await inner.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        var request = new AuditedRequest(context, authorizeResult, trail, clock.GetUtcNow());
        context.Features.Set(request);
        var decision = RequestDecision.Of(context);
        Settle(decision, authorizeResult);
        using var scope = decision.LogScope is { } admin ? scopes.Begin(admin) : null;
        Task Handle() => inner.HandleAsync(next, context, policy, authorizeResult);

        if (!trail.CanFail || settings.Current.WhenSinkFails is AuditFailure.LogAndContinue) await RecordAfterAsync(request, Handle);
        else if (authorizeResult.Succeeded && !trail.IsHealthy) await RefuseAsync(request, context, decision);
        else if (authorizeResult.Succeeded && !context.Response.HasStarted) await RecordBeforeResponseAsync(request, context, Handle);
        else await RecordAfterOrAbortAsync(request, context, Handle);
    }

    private static async Task RecordAfterAsync(AuditedRequest request, Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (Exception exception)
        {
            await request.KeepAsync(exception);
            await request.TellAnswerAsync();
            throw;
        }

        await request.KeepAsync();
        await request.TellAnswerAsync();
    }

    // A refusal is no success, so it may be told before its record is kept. A success that was under way already is cut off.
    private static async Task RecordAfterOrAbortAsync(AuditedRequest request, HttpContext context, Func<Task> handle)
    {
        if (!context.Response.HasStarted) request.HoldResponse();
        await RecordAfterAsync(request, handle);
        if (request.IsLost && context.Response is { HasStarted: true, StatusCode: < StatusCodes.Status400BadRequest }) context.Abort();
    }

    // Its own record is the probe: if it is kept, the next request reaches its endpoint again.
    private async Task RefuseAsync(AuditedRequest request, HttpContext context, RequestDecision decision)
    {
        decision.Rejection = Rejection.AuditUnavailable;
        if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await request.KeepAsync();
        await AnswerAsync(context);
    }

    private async Task RecordBeforeResponseAsync(AuditedRequest request, HttpContext context, Func<Task> handle)
    {
        var clientGone = context.RequestAborted;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(clientGone);
        var plain = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var audited = new AuditedResponseBody(plain, request, ended);
        request.HoldResponse();
        context.Features.Set<IHttpResponseBodyFeature>(audited);
        context.RequestAborted = ended.Token;
        try
        {
            await handle();
            await audited.EndAsync();
        }
        catch (OperationCanceledException) when (request.IsLost && !clientGone.IsCancellationRequested)
        {
            // The endpoint stopped because its record was not kept: it is answered below.
        }
        catch (Exception exception)
        {
            await request.KeepAsync(exception);
            throw;
        }
        finally
        {
            context.RequestAborted = clientGone;
            context.Features.Set(plain);
        }

        if (!request.IsLost) return;
        RequestDecision.Of(context).Rejection = Rejection.AuditUnavailable;
        await AnswerAsync(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        await answer.WriteAsync(context, Rejection.AuditUnavailable);
    }
}
