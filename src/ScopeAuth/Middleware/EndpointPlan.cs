using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using ScopeAuth.Roles;

namespace ScopeAuth.Middleware;

/// <summary>What an endpoint asks of a request, found out once.</summary>
internal sealed class EndpointPlan
{
    private EndpointPlan(EndpointTraits traits) => Traits = traits;

    /// <param name="traits">The endpoint.</param>
    /// <param name="policy">A policy that asks for nothing but what ScopeAuth decides.</param>
    public EndpointPlan(EndpointTraits traits, AuthorizationPolicy policy)
        : this(traits)
    {
        Policy = policy;
        Requirements = [.. policy.Requirements.OfType<ApiRequirement>()];
        Category = Requirements.LastOrDefault(requirement => requirement.Category is not null)?.Category;
        IsMarked = true;
    }

    public EndpointTraits Traits { get; }

    public bool IsStandard { get; private init; }

    /// <summary>Whether the framework demands the mark of an authorization middleware before it runs the endpoint.</summary>
    public bool IsMarked { get; private init; }

    public AuthorizationPolicy? Policy { get; }

    public ImmutableArray<ApiRequirement> Requirements { get; } = [];

    /// <summary>The category that the record of a request to it names: the last, where it asks for several.</summary>
    public string? Category { get; }

    /// <summary>The endpoint asks for something that only the framework's middlewares can decide.</summary>
    public static EndpointPlan Standard(EndpointTraits traits) => new(traits) { IsStandard = true };

    /// <summary>Anybody may come; a good token gives a user all the same.</summary>
    public static EndpointPlan Open(EndpointTraits traits) => new(traits);

    /// <summary>The same, for an endpoint that names a policy and lifts it again.</summary>
    public static EndpointPlan Lifted(EndpointTraits traits) => new(traits) { IsMarked = true };
}
