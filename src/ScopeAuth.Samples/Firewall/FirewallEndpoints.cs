using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ScopeAuth.Samples.Firewall;

/// <summary>The firewall rules of the caller's organisation. That the caller may be here is decided before.</summary>
internal static class FirewallEndpoints
{
    public static void MapFirewallRules(this RouteGroupBuilder group)
    {
        group.MapGet("", List).WithSummary("The firewall rules of your organisation");
        group.MapPost("", Create).WithSummary("Adds a rule: name, action (ALLOW or BLOCK), destination");
        group.MapGet("/{id:int}", Read).WithSummary("One rule");
        group.MapDelete("/{id:int}", Delete).WithSummary("Removes a rule");
    }

    private static IEnumerable<FirewallRule> List(ClaimsPrincipal user, FirewallRules rules) => rules.All(Of(user));

    private static Results<Ok<FirewallRule>, NotFound> Read(int id, ClaimsPrincipal user, FirewallRules rules) =>
        rules.Find(Of(user), id) is { } rule ? TypedResults.Ok(rule) : TypedResults.NotFound();

    private static Results<Created<FirewallRule>, ValidationProblem> Create(NewFirewallRule rule, ClaimsPrincipal user, FirewallRules rules)
    {
        if (rule.FindFaults() is { Count: > 0 } faults) return TypedResults.ValidationProblem(faults);
        var added = rules.Add(Of(user), rule, user.GetAdminId()!);
        return TypedResults.Created($"/api/v1/firewallRules/{added.Id}", added);
    }

    private static Results<NoContent, NotFound> Delete(int id, ClaimsPrincipal user, FirewallRules rules) =>
        rules.Remove(Of(user), id) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Organization Of(ClaimsPrincipal user) => user.GetOrganization()!.Value;
}
