using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ScopeAuth.Revocation;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The revocation list over HTTP.</summary>
public static class RevocationEndpointExtensions
{
    /// <summary>
    /// Maps the revocation list of the caller's organisation: <c>POST</c> revokes, <c>POST /batch</c> revokes up to 1,000, <c>GET</c> lists, <c>GET /count</c> counts, <c>GET /{id}</c> shows one,
    /// <c>DELETE /{id}</c> lifts.
    /// </summary>
    /// <remarks>
    /// <para>Reading needs the access <c>View</c> to the category, everything else <c>Full</c>. Requests and answers are JSON, faults <c>application/problem+json</c>.</para>
    /// <para>
    /// An administrator reaches what belongs to the organisation of the request alone: tokens, clients and subjects of the authorization servers that speak for
    /// this organisation and for no other, and the roles of the organisation. To revoke twice is to revoke once: the first answer is 201, the next 200. A batch is an array of the same objects, kept whole or not at all; its answer is
    /// 200 with the revocations in force, in the same order.
    /// </para>
    /// </remarks>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="pattern">The path, for example <c>/api/v1/revocations</c>.</param>
    /// <param name="category">The category that a role needs access to, for example <c>Tokens</c>.</param>
    /// <returns>The group, for further conventions.</returns>
    public static RouteGroupBuilder MapScopeAuthRevocations(this IEndpointRouteBuilder endpoints, string pattern, string category)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup(pattern).RequireApiAccess(category);
        group.MapPost("", RevocationEndpoints.RevokeAsync).WithSummary("Revokes: authorizationServer, one of tokenId, tokenHash, clientId, subject, role, and a reason");
        group.MapPost("/batch", RevocationEndpoints.RevokeManyAsync).WithSummary("Revokes all of an array of 1 to 1,000, or none of them");
        group.MapGet("", RevocationEndpoints.ListAsync).WithSummary("The revocations in force, the newest first; filters and page in the query");
        group.MapGet("/count", RevocationEndpoints.CountAsync).WithSummary("How many revocations are in force; filters in the query");
        group.MapGet("/{id:guid}", RevocationEndpoints.FindAsync).WithSummary("One revocation");
        group.MapDelete("/{id:guid}", RevocationEndpoints.LiftAsync).WithSummary("Lifts a revocation; a disabled client is enabled");
        return group;
    }
}
