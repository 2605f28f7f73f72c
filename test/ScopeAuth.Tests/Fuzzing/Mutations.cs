namespace ScopeAuth.Tests.Fuzzing;

/// <summary>Everything that is done to a draft, by name. A seed decides which, so that a run can be repeated.</summary>
internal static class Mutations
{
    public static IReadOnlyList<(string Name, Action<TokenDraft, Random> Apply)> All { get; } =
        [.. HeaderMutations.All, .. ClaimMutations.All, .. JsonMutations.All, .. SignatureMutations.All, .. TextMutations.All];

    public static void Apply(TokenDraft draft, Random random, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var (name, apply) = random.Pick(All);
            apply(draft, random);
            draft.Changes.Add(name);
        }
    }

    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public static bool Chance(this Random random, int oneIn) => random.Next(oneIn) == 0;

    public static void Set(this List<JsonLine> members, string name, string value)
    {
        var index = members.FindIndex(member => member.Name == $"\"{name}\"");
        if (index < 0) members.Add(JsonLine.Of(name, value));
        else members[index] = JsonLine.Of(name, value);
    }

    public static void Drop(this List<JsonLine> members, string name) => members.RemoveAll(member => member.Name == $"\"{name}\"");
}
