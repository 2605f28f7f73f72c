using Microsoft.AspNetCore.Http;
using ScopeAuth.Testing.Clients;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>
/// What token, introspection and revocation endpoint have in common: a form, and a client that proves who it is.
/// </summary>
internal sealed record ClientEndpoint(
    TestAuthorizationServer Server, string Path, IReadOnlyList<string> Methods, Func<ClientRequest, Answer> Answer)
{
    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        await (await DecideAsync(context)).WriteAsync(context);
    }

    private async Task<Answer> DecideAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return Endpoints.Answer.InvalidRequest("The request has to be a form.");

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        string? header = context.Request.Headers.Authorization;
        if (ClientAuthentication.IsAmbiguous(header, form))
            return Endpoints.Answer.InvalidRequest("The client may authenticate in one way only.");

        var authentication = new ClientAuthentication(Server, Server.At(Path).AbsoluteUri);
        var identity = await authentication.IdentifyAsync(header, form, context.RequestAborted);
        return identity is not null && Methods.Contains(identity.Method)
            ? Answer(new(Server, form, identity))
            : Endpoints.Answer.InvalidClient;
    }
}
