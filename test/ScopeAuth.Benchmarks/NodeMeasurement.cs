namespace ScopeAuth.Benchmarks;

/// <summary>What <c>Node/peers.mjs</c> found about one peer.</summary>
internal sealed record NodeMeasurement(string Algorithm, string Peer, string Seen, double[] Ratios);
