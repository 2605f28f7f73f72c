using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

// arguments: the public key's file, issuer, audience
using var rsa = RSA.Create();
rsa.ImportFromPem(await File.ReadAllTextAsync(args[0]));
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.AddAuthorization();
builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
{
    options.SaveToken = false;
    options.TokenValidationParameters = new()
    {
        ValidIssuer = args[1],
        ValidAudience = args[2],
        IssuerSigningKey = new RsaSecurityKey(rsa) { KeyId = Path.GetFileNameWithoutExtension(args[0]) },
    };
});
await using var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
var body = "Hello"u8.ToArray();
app.MapGet("/firewall", context =>
{
    context.Response.ContentLength = body.Length;
    return context.Response.Body.WriteAsync(body, 0, body.Length);
}).RequireAuthorization();
await app.StartAsync();
var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, int> { ["jwtbearer"] = port }));
while (await Console.In.ReadLineAsync() is not null) Console.WriteLine(GC.GetTotalAllocatedBytes(precise: true));
