using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScopeAuth;
using ScopeAuth.IdleServers;
using ScopeAuth.Keys;

// What one registered server takes while nobody sends its tokens, all of it: registration, key ring, two RSA keys, and what the client factory and
// the loggers remember. In a process of its own, because in a test's the garbage of other tests is collected at any moment.
var vendors = args.Length > 0 ? args.Select(Enum.Parse<Vendor>) : [Vendor.Generic, Vendor.Okta, Vendor.EntraId, Vendor.Zitadel];
await MeasureAsync(Vendor.Generic, 50);
foreach (var vendor in vendors)
{
    const int Few = 200, Many = 1200;
    var few = await MeasureAsync(vendor, Few);
    var many = await MeasureAsync(vendor, Many);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{vendor} {(many - few) / (Many - Few)}"));
}
return 0;

static async Task<long> MeasureAsync(Vendor vendor, int servers)
{
    var before = GC.GetTotalMemory(forceFullCollection: true);
    await using var services = Build(vendor, servers);
    _ = services.GetRequiredService<IAccessTokenValidator>();
    foreach (var ring in services.GetRequiredService<KeyRings>().All)
    {
        await ring.RefreshAsync();
        if (!ring.IsUsable) throw new InvalidOperationException($"No keys: {ring.State.LastFailure}");
    }
    var each = GC.GetTotalMemory(forceFullCollection: true) - before;
    return each;
}

static ServiceProvider Build(Vendor vendor, int count)
{
    var services = new ServiceCollection();
    services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information));
    services.AddSingleton<TimeProvider>(new StandingClock());
    services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
    services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => new Answering()));
    services.AddScopeRoleAuth()
        .AddApiRole("FirewallAdmin", role => role.Access["Firewall"] = ApiAccess.Full)
        .Configure(options =>
        {
            for (var number = 0; number < count; number++) options.AuthorizationServers[Text($"customer-{number}")] = Server(vendor, number);
        });
    return services.BuildServiceProvider();
}

static AuthorizationServerOptions Server(Vendor vendor, int number)
{
    var server = new AuthorizationServerOptions
    {
        Vendor = vendor,
        Issuer = vendor is Vendor.EntraId
            ? Text($"https://login.microsoftonline.com/{new Guid(number, 0, 0, new byte[8])}/v2.0")
            : Text($"https://as.customer-{number}.example/oauth2/default"),
        Audiences = ["https://api.example"],
        ClientIds = [Text($"client-{number}-of-the-customer")],
        Organizations = [Text($"zscaler.net::{number}")],
    };
    if (vendor is Vendor.Generic) server.JwksUri = server.Issuer + "/v1/keys";
    return server;
}

static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
