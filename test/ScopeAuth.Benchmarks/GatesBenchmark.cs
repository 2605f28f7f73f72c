namespace ScopeAuth.Benchmarks;
internal static class GatesBenchmark { public static Task<int> RunAsync(string[] options) => Task.FromResult(options.Length); }
