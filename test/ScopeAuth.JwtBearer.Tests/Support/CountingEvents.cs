using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ScopeAuth.JwtBearer.Tests;

/// <summary>Events as a class that overrides them and calls no base: nobody who sets a delegate would see them.</summary>
internal sealed class CountingEvents : JwtBearerEvents
{
    public ConcurrentQueue<string> Seen { get; } = new();

    public override Task MessageReceived(MessageReceivedContext context) => See("received");

    public override Task TokenValidated(TokenValidatedContext context) => See("validated");

    public override Task AuthenticationFailed(AuthenticationFailedContext context) => See("failed");

    public override Task Challenge(JwtBearerChallengeContext context) => See("challenged");

    private Task See(string name)
    {
        Seen.Enqueue(name);
        return Task.CompletedTask;
    }
}
