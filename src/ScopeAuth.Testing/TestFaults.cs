using System.Collections.Immutable;
using ScopeAuth.Testing.Endpoints;

namespace ScopeAuth.Testing;

/// <summary>
/// What is wrong with a test server at the moment. Nothing is, by default; everything can be set while it runs.
/// </summary>
public sealed class TestFaults
{
    private ImmutableList<HeldGate> _gates = [];

    internal TestFaults()
    {
    }

    /// <summary>
    /// Whether every endpoint answers 503 without a body. Tokens can still be issued by
    /// <see cref="TestAuthorizationServer.IssueToken(TestToken)"/>.
    /// </summary>
    public bool Outage { get; set; }

    /// <summary>The issuer that the metadata documents name; <see langword="null"/> for the right one.</summary>
    public string? MetadataIssuer { get; set; }

    /// <summary>
    /// The body of the metadata documents, sent as it is, valid JSON or not; <see langword="null"/> for the right one.
    /// </summary>
    public string? MetadataBody { get; set; }

    /// <summary>The body of the key sets, sent as it is, valid JSON or not; <see langword="null"/> for the right one.</summary>
    public string? KeysBody { get; set; }

    /// <summary>The body of introspection answers, sent as it is, to any caller; <see langword="null"/> for the right one.</summary>
    public string? IntrospectionBody { get; set; }

    /// <summary>
    /// How far the server's clock is ahead of the options' time provider; negative when it is behind. Zero by default.
    /// </summary>
    public TimeSpan ClockDifference { get; set; }

    /// <summary>Makes the server slow: every request that arrives from now on waits.</summary>
    /// <returns>Disposing it lets the waiting requests go on, and the later ones pass.</returns>
    public IDisposable Hold()
    {
        var gate = new HeldGate(this);
        ImmutableInterlocked.Update(ref _gates, static (gates, added) => gates.Add(added), gate);
        return gate;
    }

    internal string? BodyOf(TestEndpoint endpoint) => endpoint switch
    {
        TestEndpoint.Metadata => MetadataBody,
        TestEndpoint.Keys => KeysBody,
        TestEndpoint.Introspection => IntrospectionBody,
        _ => null,
    };

    internal Task PassAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_gates.Select(gate => gate.Opened)).WaitAsync(cancellationToken);

    internal void Remove(HeldGate gate) =>
        ImmutableInterlocked.Update(ref _gates, static (gates, opened) => gates.Remove(opened), gate);

    internal void ReleaseAll()
    {
        foreach (var gate in _gates) gate.Dispose();
    }
}
