using ScopeAuth;
using ScopeAuth.Samples;
using ScopeAuth.Samples.Administration;
using ScopeAuth.Samples.Audit;
using ScopeAuth.Samples.AuthorizationServers;
using ScopeAuth.Samples.Firewall;
using ScopeAuth.Samples.Page;
using ScopeAuth.Samples.ServerPage;
using ScopeAuth.Samples.Start;
using ScopeAuth.Samples.UrlFiltering;

// Why a token is accepted or refused, instead of the sample.
if (args is [ExplainCommand.Name, ..]) return await ExplainCommand.RunAsync(args, Console.In, Console.Out, Console.Error);

// The settings are beside the program, whatever folder it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var folder = DataFolder.Of(builder.Configuration["urls"]);
var address = ListeningAddress.Reserve(builder);

// The customers' authorization servers, one of each vendor, in this process. A real API has nothing but their settings.
await using var servers = SampleServers.Create(address);
builder.Configuration.AddInMemoryCollection(servers.Settings);

// What is revoked stays revoked over a restart; each port has a folder of its own.
builder.Configuration["ScopeAuth:DataPath"] ??= folder;
if (builder.Configuration["ScopeAuth:DataPath"] is { Length: > 0 } data) builder.Configuration["ScopeAuth:Audit:Directory"] ??= Path.Combine(data, "audit");

// Roles, clouds and audit are in appsettings.json.
var scopeAuth = builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth"));

// With a folder to keep them in, servers and roles can be added and changed in the console.
if (builder.Configuration["ScopeAuth:DataPath"] is { Length: > 0 }) scopeAuth.AddRegistrationFiles();

// What the accepted tokens said, for the console's list of them.
scopeAuth.AddSeenTokens();

builder.Services.AddSingleton<RecentAuditRecords>();
builder.Services.AddSingleton<IAuditSink>(provider => provider.GetRequiredService<RecentAuditRecords>());
builder.Services.AddSingleton<FirewallRules>();
builder.Services.AddSingleton<UrlCategories>();
builder.Services.AddProblemDetails();
builder.Services.AddServerPages();

// The console of ScopeAuth, and a login for it. A real service has one already.
builder.Services.AddAdministration();

await using var app = builder.Build();
app.UseStatusCodePages();
app.UseAntiforgery();
servers.Map(app);

var api = app.MapGroup("/api/v1");
api.MapGroup("/firewallRules").RequireApiAccess("Firewall").MapFirewallRules();
api.MapGroup("/urlCategories").RequireApiAccess("UrlFiltering").MapUrlCategories();
api.MapGroup("/auditLogs").RequireApiAccess("Audit").MapAuditLogs();
api.MapScopeAuthRevocations("/revocations", "Tokens");
api.MapPost("/activate", Activation.Activate).RequireApiRole("Operator").WithAuditAction("Activate").WithSummary("Puts the changes in force");
api.MapGet("/whoami", Caller.Describe).RequireAuthorization().WithSummary("Who you are, as the API sees it");

app.MapHealthChecks("/healthz").AllowAnonymous().WithSummary("Whether tokens can be judged and records kept");
app.MapRootPage(address, servers);
app.MapServerPages(address, servers.All);
app.MapAdministration();

try
{
    await app.StartAsync();
}
catch (IOException fault)
{
    Console.Error.WriteLine($"{fault.Message} Choose another address, for example --urls http://127.0.0.1:5081");
    return 1;
}

await servers.WaitForKeysAsync(
    app.Services.GetRequiredService<IAccessTokenValidator>(), app.Services.GetRequiredService<TimeProvider>(), app.Lifetime.ApplicationStopping);
Console.WriteLine(StartText.Write(address, servers, app.Services.GetRequiredService<LocalAdministrator>()));
await app.WaitForShutdownAsync();
return 0;
