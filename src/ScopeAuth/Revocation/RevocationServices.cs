using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ScopeAuth.Revocation;

/// <summary>The revocation list and what feeds it, as services.</summary>
internal static class RevocationServices
{
    public static IServiceCollection AddRevocations(this IServiceCollection services)
    {
        services.TryAddSingleton(CreateStore);
        services.AddSingleton(provider =>
        {
            var view = new RevocationView(provider.GetRequiredService<TimeProvider>());
            // Without a file or a network there is nothing to wait for: tokens can be judged before the host has started.
            if (provider.GetRequiredService<IRevocationStore>() is MemoryRevocationStore memory) view.Share(memory.Set);
            return view;
        });
        services.AddSingleton<RevocationMetrics>();
        services.AddSingleton<RevocationList>();
        services.AddSingleton<IRevocationList>(provider => provider.GetRequiredService<RevocationList>());
        services.AddHostedService<RevocationFollower>();
        return services;
    }

    // The folder is read once: revocations do not move while the application runs.
    private static IRevocationStore CreateStore(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ScopeAuthOptions>>().Value;
        var clock = provider.GetRequiredService<TimeProvider>();
        if (options.DataPath is not { Length: > 0 } path) return new MemoryRevocationStore(clock);
        return new JournalRevocationStore(
            Path.Combine(path, "revocations"), options.Revocation.WhenDamaged, clock, provider.GetRequiredService<ILogger<JournalRevocationStore>>());
    }
}
