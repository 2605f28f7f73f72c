using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Testing.Tokens;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>The token endpoint, RFC 6749 section 4.4: client credentials.</summary>
internal static class TokenEndpoint
{
    public static async Task AnswerAsync(HttpContext context, TestAuthorizationServer server)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
        {
            await OAuthError.InvalidRequest("The request has to be a form.").WriteAsync(context);
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!ClientAuthentication.TryAuthenticate(context.Request, form, server, out var client, out var error)
            || !TryGrant(form, server, client, out var scopes, out error))
        {
            await error.WriteAsync(context);
            return;
        }

        await Json.WriteAsync(context, Answer(server, client, scopes));
    }

    private static bool TryGrant(
        IFormCollection form, TestAuthorizationServer server, TestClient client,
        out IList<string> scopes, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out OAuthError? error)
    {
        scopes = ScopeText.Read(form["scope"]);
        // Microsoft's clients ask for everything they were assigned, ZIdentity's cannot ask for less.
        if (scopes.Count == 0 || scopes[0].EndsWith("/.default", StringComparison.Ordinal)) scopes = client.Scopes;

        error = form["grant_type"].ToString() switch
        {
            "" => OAuthError.InvalidRequest("The grant type is missing."),
            "client_credentials" => null,
            _ => OAuthError.UnsupportedGrantType,
        };
        error ??= scopes.Count == 0 ? OAuthError.InvalidScope("The client has to name a scope.") : null;
        error ??= scopes.All(scope => MayIssue(server, scope)) ? null : OAuthError.InvalidScope("A scope is not one of this server's.");
        return error is null;
    }

    private static bool MayIssue(TestAuthorizationServer server, string scope) =>
        server.Options.IssuesAnyScope
        || (ScopeText.OrganizationOf(scope) is { } asked
            && server.Options.Organizations.Any(known => Organization.Parse(known) == asked));

    private static JsonObject Answer(TestAuthorizationServer server, TestClient client, IList<string> scopes) => new()
    {
        ["access_token"] = server.IssueToken(new TestToken { ClientId = client.Id, Scopes = scopes }),
        ["token_type"] = "Bearer",
        ["expires_in"] = (long)server.TokenLifetime.TotalSeconds,
        ["scope"] = string.Join(' ', scopes),
    };
}
