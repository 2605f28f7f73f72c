using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ScopeAuth.Testing;
using ScopeAuth.Testing.Clients;
using ScopeAuth.Testing.Endpoints;

namespace Microsoft.AspNetCore.Routing;

/// <summary>Mounts test authorization servers in an existing application.</summary>
public static class TestAuthorizationServerEndpointRouteBuilderExtensions
{
    /// <summary>Adds all endpoints of a test server below a path.</summary>
    /// <remarks>
    /// RFC 8414 documents go to the root of <paramref name="endpoints"/>, because their well-known segment stands before the
    /// path. The endpoints are open to anonymous requests whatever the application's fallback policy is, and are left out of its
    /// API description.
    /// </remarks>
    /// <param name="endpoints">The application, or a group of it.</param>
    /// <param name="prefix">The path of the server's base address, for example <c>/as/okta</c>; empty for the root.</param>
    /// <param name="server">The server. Its base address has to end in the prefix.</param>
    /// <returns>The endpoints, for further conventions.</returns>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static IEndpointConventionBuilder MapTestAuthorizationServer(
        this IEndpointRouteBuilder endpoints, string prefix, TestAuthorizationServer server)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(server);

        var root = prefix.TrimEnd('/');
        if (!server.EndsIn(root))
            throw new ArgumentException($"The server's base address {server.BaseAddress} does not end in '{prefix}'.", nameof(prefix));

        var (options, profile) = (server.Options, server.Profile);
        var group = endpoints.MapGroup("");
        // The first of two documents with one route is meant: a PingFederate at the root has its RFC 8414 document there anyway.
        foreach (var same in profile.Metadata(options).GroupBy(document => document.RouteBelow(root)))
            Get(same.Key, TestEndpoint.Metadata, context => MetadataEndpoint.AnswerAsync(context, server, same.First()));
        foreach (var path in profile.JwksPaths(options))
            Get(root + path, TestEndpoint.Keys, context => KeysEndpoint.AnswerAsync(context, server, path));
        foreach (var path in profile.TokenPaths(options).Append("/token").Distinct(StringComparer.Ordinal))
            Post(path, TestEndpoint.Token, ClientMethods.Usual, TokenEndpoint.Decide);
        if (profile.IntrospectionPath is { } introspection)
            Post(introspection, TestEndpoint.Introspection, profile.IntrospectionMethods, IntrospectionEndpoint.Decide);
        if (profile.RevocationPath is { } revocation)
            Post(revocation, TestEndpoint.Revocation, profile.RevocationMethods, RevocationEndpoint.Decide);

        return group.AllowAnonymous().ExcludeFromDescription();

        void Get(string route, TestEndpoint kind, RequestDelegate answer) => group.MapGet(route, Guarded(kind, answer));
        void Post(string path, TestEndpoint kind, IReadOnlyList<string> methods, Func<ClientRequest, Answer> answer) =>
            group.MapPost(root + path, Guarded(kind, new ClientEndpoint(server, path, methods, answer).AnswerAsync));
        RequestDelegate Guarded(TestEndpoint kind, RequestDelegate answer) =>
            context => Guard.PassAsync(context, server, kind, answer);
    }
}
