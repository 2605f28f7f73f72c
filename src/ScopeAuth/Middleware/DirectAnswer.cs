using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Middleware;

/// <summary>What follows a decision of ScopeAuth's own middleware: the endpoint, or the answer that the scheme's handler would give.</summary>
internal sealed class DirectAnswer(RequestAuthentication requests) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult switch
        {
            { Succeeded: true } => next(context),
            { Challenged: true } => requests.AnswerAsync(context, Rejection.NoCredentials),
            _ => requests.AnswerAsync(context, Rejection.PolicyNotMet),
        };
}
