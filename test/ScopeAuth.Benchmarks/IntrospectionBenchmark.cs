using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth.Keys;

namespace ScopeAuth.Benchmarks;

/// <summary>A token whose server was asked a moment ago, against a JWT that was verified a moment ago.</summary>
internal static class IntrospectionBenchmark
{
    private const string AskedIssuer = "https://asked.okta.com/oauth2/aus1";

    public static async Task<int> RunAsync()
    {
        using var keys = new BenchmarkKeys();
        await using var api = await StartAsync(keys);
        var validator = api.GetRequiredService<IAccessTokenValidator>();
        var verified = keys.Rs256().Compact;
        var asked = keys.Rs256With("RS256", AskedIssuer, "rs256", lifetime: 3600);
        var opaque = new string('o', 43);
        foreach (var token in (string[])[verified, asked, opaque]) Require(await validator.ValidateAsync(token));

        Console.WriteLine("| seen before, its server asked | of a JWT seen before | bytes |");
        Console.WriteLine("|---|---|---|");
        Report("JWT", verified, asked, validator);
        Report("opaque", verified, opaque, validator);
        return 0;
    }

    private static void Report(string name, string verified, string asked, IAccessTokenValidator validator)
    {
        void Verified() => Require(ColdBenchmark.Judge(validator, verified));
        void Asked() => Require(ColdBenchmark.Judge(validator, asked));
        var ratio = PairedRun.Compare(Verified, Asked);
        Console.WriteLine($"| {name} | {ratio} | {PairedRun.Allocated(Asked)} |");
    }

    private static async Task<ServiceProvider> StartAsync(BenchmarkKeys keys)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        BenchmarkApi.Add(services, keys.Files);
        services.AddHttpClient("ScopeAuth:asked").AddHttpMessageHandler(() => new Answering());
        services.Configure<ScopeAuthOptions>(options => options.AuthorizationServers["asked"] = Asked());
        var provider = services.BuildServiceProvider();
        foreach (var ring in provider.GetRequiredService<KeyRings>().All) await ring.RefreshAsync();
        return provider;
    }

    private static AuthorizationServerOptions Asked() => new()
    {
        Vendor = Vendor.Okta,
        Issuer = AskedIssuer,
        Validation = TokenValidation.Introspection,
        IntrospectionUri = "https://asked.okta.com/oauth2/aus1/v1/introspect",
        IntrospectionClient = { Id = "api", Secret = "secret" },
        IntrospectionCacheDuration = TimeSpan.FromMinutes(5),
        OpaqueTokens = ["*"],
        Audiences = ["https://api.example"],
        ClientIds = ["0oa4dr9kzkykPrLhq0g7"],
        Organizations = ["zscaler.net::1234567"],
    };

    private static void Require(TokenVerdict verdict)
    {
        if (!verdict.IsAccepted) throw new InvalidOperationException($"The token was refused: {verdict.Rejection}.");
    }

    /// <summary>The server's part, without a network: what is measured is what comes after it.</summary>
    private sealed class Answering : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var answer = $$"""
                {"active":true,"iss":"{{AskedIssuer}}","aud":"https://api.example","client_id":"0oa4dr9kzkykPrLhq0g7","token_type":"Bearer","exp":{{now + 3600}},"iat":{{now}},"scope":"zscaler.net::1234567::FirewallAdmin"}
                """;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent(answer, Encoding.UTF8, "application/json"),
            });
        }
    }
}
