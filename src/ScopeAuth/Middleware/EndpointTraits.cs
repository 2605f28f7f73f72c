using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

namespace ScopeAuth.Middleware;

/// <summary>What every request to an endpoint has to know of it, found out once.</summary>
internal sealed class EndpointTraits
{
    private static readonly ConditionalWeakTable<Endpoint, EndpointTraits> Known = [];
    private static readonly EndpointTraits OfNone = new(null);

    private EndpointTraits(Endpoint? endpoint)
    {
        MustBeFresh = endpoint?.Metadata.GetMetadata<RequireFreshIntrospectionAttribute>() is not null;
        IsHub = endpoint?.Metadata.GetMetadata<HubMetadata>() is not null;
        MayHaveRouteValues = endpoint is not RouteEndpoint { RoutePattern: { Parameters.Count: 0, Defaults.Count: 0 } };
    }

    /// <summary>Whether it wants the token's server to be asked now (<c>RequireFreshIntrospection</c>).</summary>
    public bool MustBeFresh { get; }

    /// <summary>Whether its requests open connections of SignalR.</summary>
    public bool IsHub { get; }

    /// <summary>Whether its route can have values. Asking one that has none would make a dictionary to find nothing in it.</summary>
    public bool MayHaveRouteValues { get; }

    public static EndpointTraits Of(HttpContext context) => context.Features.Find<IEndpointFeature>()?.Endpoint is { } endpoint ? Of(endpoint) : OfNone;

    public static EndpointTraits Of(Endpoint endpoint) => Known.TryGetValue(endpoint, out var traits) ? traits : Known.GetValue(endpoint, static made => new(made));
}
