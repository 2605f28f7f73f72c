using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScopeAuth.Audit;
using ScopeAuth.Bearer;

namespace ScopeAuth.Tests.Audit;

/// <summary>An API on a real socket, with an authentication scheme that believes the header <c>X-Role</c>.</summary>
internal sealed class AuditHost : IAsyncDisposable
{
    public const string AdminId = "oauth-Operator$@1234567.zscaler.net";

    private readonly WebApplication _app;

    private AuditHost(WebApplication app, AuditOptions options, RecordingSink? sink, CollectedLogs logs)
    {
        (_app, Options, Sink, Logs) = (app, options, sink ?? new(), logs);
        Client = new() { BaseAddress = new(app.Urls.First()) };
        Client.DefaultRequestHeaders.Add("X-Role", "Operator");
    }

    public AuditOptions Options { get; }

    public RecordingSink Sink { get; }

    public CollectedLogs Logs { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<AuditHost> StartAsync(
        Action<WebApplication> map, AuditOptions? options = null, bool withSink = true, Action<IServiceCollection>? before = null,
        Action<IServiceCollection>? after = null, Action<WebApplication>? first = null)
    {
        options ??= new();
        var logs = new CollectedLogs();
        var sink = withSink ? new RecordingSink() : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddAuthenticationCore(authentication => authentication.DefaultScheme = "Test").AddWebEncoders();
        new AuthenticationBuilder(builder.Services).AddScheme<AuthenticationSchemeOptions, RoleHeaderHandler>("Test", null);
        before?.Invoke(builder.Services);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("Operator", policy => policy.RequireRole("Operator"))
            .AddPolicy("Known", policy => policy.RequireAuthenticatedUser());
        builder.Services.AddSingleton<IRejectionAnswer, PlainAnswer>();
        builder.Services.AddSingleton(new AuditSettings(() => options, Path.GetTempPath()));
        if (sink is not null) builder.Services.AddSingleton<IAuditSink>(sink);
        builder.Services.AddAuditTrail();
        after?.Invoke(builder.Services);

        var app = builder.Build();
        first?.Invoke(app);
        app.UseAuthentication();
        app.UseAuthorization();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, options, sink, logs);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class PlainAnswer : IRejectionAnswer
    {
        public Task WriteAsync(HttpContext context, Rejection rejection)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
            return context.Response.WriteAsync($"refused: {rejection}");
        }
    }

    private sealed class RoleHeaderHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var decision = RequestDecision.Of(Context);
            if (Request.Headers["X-Role"].ToString() is not { Length: > 0 } role)
            {
                decision.Rejection = Rejection.NoCredentials;
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            decision.Verdict = TokenVerdict.Refuse(Rejection.NoUsableRole, "acme-okta");
            decision.Admit([new(Organization.Parse("zscaler.net::1234567"), "zscaler.net", new(role, new()))]);
            var identity = new ClaimsIdentity([new(ClaimTypes.Role, role)], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new(new(identity), Scheme.Name)));
        }
    }
}
