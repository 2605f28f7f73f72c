using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;

namespace ScopeAuth.Middleware;

/// <summary>The features of a request by their type's name alone: a generic method of an interface costs each call a search for its code.</summary>
internal static class RequestFeatures
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T? Find<T>(this IFeatureCollection features)
        where T : class => (T?)features[typeof(T)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(this IFeatureCollection features, T feature)
        where T : class => features[typeof(T)] = feature;
}
