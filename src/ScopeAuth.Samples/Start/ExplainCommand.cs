using ScopeAuth.Samples.AuthorizationServers;

namespace ScopeAuth.Samples.Start;

/// <summary>
/// <c>explain TOKEN</c>: why the sample accepts a token or refuses it, in a process of its own. With <c>-</c> the token is read from the input, which no
/// history of a shell keeps.
/// </summary>
/// <remarks>
/// Keys come from the running sample's authorization servers; revocations, and the servers and roles of its console, from a copy of its folder. Where it keeps none, the
/// answer says so.
/// </remarks>
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
        using var data = DataCopy.Take(builder.Configuration["ScopeAuth:DataPath"] ?? DataFolder.Of(builder.Configuration["urls"]));
        builder.Configuration["ScopeAuth:DataPath"] = data?.Path;
        var scopeAuth = builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection(ScopeAuthDefaults.ConfigurationSection));
        if (data is not null) scopeAuth.AddRegistrationFiles();

        using var host = builder.Build();
        await host.StartAsync();
        var explainer = host.Services.GetRequiredService<AccessTokenExplainer>();
        var explanation = await explainer.ExplainAsync(given == "-" ? await input.ReadToEndAsync() : given);
        await output.WriteLineAsync(explanation.ToString());
        await output.WriteLineAsync(data is not null
            ? $"Judged as the sample at {address} does, with its revocations, servers and roles as they were on disk just now."
            : $"Judged as the sample at {address} does, but WITHOUT its revocations, and without servers and roles added in its console: no folder of it was found.");
        await host.StopAsync();
        return explanation.Rejection is null ? 0 : 1;
    }
}
