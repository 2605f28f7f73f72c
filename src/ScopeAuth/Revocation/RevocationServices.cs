using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ScopeAuth.Revocation;

/// <summary>The revocation list and what feeds it, as services.</summary>
internal static class RevocationServices
{
    public static IServiceCollection AddRevocations(this IServiceCollection services)
    {
        services.TryAddSingleton<IRevocationStore, MemoryRevocationStore>();
        services.AddSingleton(provider =>
        {
            var view = new RevocationView();
            // Without a file or a network there is nothing to wait for: tokens can be judged before the host has started.
            if (provider.GetRequiredService<IRevocationStore>() is MemoryRevocationStore memory) view.Begin(new(memory.Key), position: 0);
            return view;
        });
        services.AddSingleton<RevocationMetrics>();
        services.AddSingleton<RevocationList>();
        services.AddSingleton<IRevocationList>(provider => provider.GetRequiredService<RevocationList>());
        services.AddHostedService<RevocationFollower>();
        return services;
    }
}
