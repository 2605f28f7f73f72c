namespace ScopeAuth.Mutation;

/// <summary>The source that is added to the library: all mutants are in one build, and an environment variable chooses one of them.</summary>
internal static class Switch
{
    public const string Active = "SCOPEAUTH_MUTANT", Seen = "SCOPEAUTH_MUTANTS_SEEN";

    public const string Source = $$"""
        namespace ScopeAuth;

        internal static class Mutants
        {
            private static readonly int Active = int.TryParse(System.Environment.GetEnvironmentVariable("{{Active}}"), out var id) ? id : -1;
            private static readonly bool[]? Reached = Watch(System.Environment.GetEnvironmentVariable("{{Seen}}"));

            // Every mutant of a test run says that it was reached; only one, or none, is active.
            public static bool Is(int id)
            {
                if (Reached is { } reached) reached[id] = true;
                return id == Active;
            }

            private static bool[]? Watch(string? file)
            {
                if (string.IsNullOrEmpty(file)) return null;
                var reached = new bool[100_000];
                System.AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                    System.IO.File.WriteAllText(file, string.Join(' ', reached.Index().Where(entry => entry.Item).Select(entry => entry.Index)));
                return reached;
            }
        }
        """;
}
