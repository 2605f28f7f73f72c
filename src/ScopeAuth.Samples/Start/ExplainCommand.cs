using ScopeAuth.Samples.AuthorizationServers;

namespace ScopeAuth.Samples.Start;

/// <summary>
/// <c>explain TOKEN</c>: why the sample accepts a token or refuses it, in a process of its own. With <c>-</c> the token is read from the input, which no
/// history of a shell keeps.
/// </summary>
/// <remarks>Keys come from the running sample's authorization servers. Its revocations do not: they are known to that process alone.</remarks>
internal static class ExplainCommand
{
    public const string Name = "explain";

    /// <returns>The exit code: 0 for a token that is accepted, 1 for one that is refused, 2 for a command that is none.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output, TextWriter errors)
    {
        if (arguments is not [Name, var given, .. var rest] || given.StartsWith("--", StringComparison.Ordinal))
        {
            await errors.WriteLineAsync($"Usage: {Name} TOKEN [--urls ADDRESS]; with - for TOKEN it is read from the input.");
            return 2;
        }
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = rest, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        var address = ListeningAddress.Of(builder.Configuration["urls"]);
        await using var servers = SampleServers.Create(address);
        builder.Configuration.AddInMemoryCollection(servers.Settings);
        builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection(ScopeAuthDefaults.ConfigurationSection));

        using var host = builder.Build();
        var explainer = host.Services.GetRequiredService<AccessTokenExplainer>();
        var explanation = await explainer.ExplainAsync(given == "-" ? await input.ReadToEndAsync() : given);
        await output.WriteLineAsync(explanation.ToString());
        await output.WriteLineAsync($"Judged as the sample at {address} does, but without its revocations; the console shows those, too.");
        return explanation.Rejection is null ? 0 : 1;
    }
}
