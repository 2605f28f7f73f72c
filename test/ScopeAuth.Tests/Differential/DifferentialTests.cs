using System.Globalization;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Differential;

/// <summary>ScopeAuth and the token handler of the SDK's own tool judge the same tokens, right ones and ones that were changed in every way.</summary>
/// <remarks>The long form: build/differential.sh [tokens] [seed].</remarks>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private static readonly int Tokens = Setting("SCOPEAUTH_DIFFERENTIAL_TOKENS", 20_000);
    private static readonly int Seed = Setting("SCOPEAUTH_DIFFERENTIAL_SEED", 20260301);

    [Fact]
    public async Task Both_accept_a_right_token_of_every_algorithm_and_key_size()
    {
        using var api = await OfflineApi.StartAsync(TokenSource.Jwks);
        var oracle = new Oracle(TokenSource.Jwks, OfflineApi.Issuer, OfflineApi.Audience, api.Clock);
        var seen = new HashSet<string>();
        foreach (var draft in TokenSource.OneOfEach(api.Clock.GetUtcNow()))
        {
            var token = draft.Build();
            Assert.Null(await api.JudgeAsync(token));
            Assert.Null(await oracle.RefusalAsync(token));
            seen.Add($"{draft.Algorithm.Name} {draft.Key.Id}");
        }
        Assert.Equal(6 + 6 + 1 + 3, seen.Count);
    }

    [Fact]
    public async Task Every_difference_of_verdict_is_one_where_ScopeAuth_is_stricter_for_a_named_reason()
    {
        using var api = await OfflineApi.StartAsync(TokenSource.Jwks);
        var oracle = new Oracle(TokenSource.Jwks, OfflineApi.Issuer, OfflineApi.Audience, api.Clock);
        var (now, random) = (api.Clock.GetUtcNow(), new Random(Seed));
        var (accepted, refused, faults) = (0, 0, new List<string>());
        var differences = Differences.All.ToDictionary(difference => difference.Name, _ => 0);
        var changes = new HashSet<string>();
        for (var index = 0; index < Tokens; index++)
        {
            var draft = TokenSource.Draft(random, now);
            Mutations.Apply(draft, random, random.Next(4));
            var token = draft.Build();
            changes.UnionWith(draft.Changes);
            var ours = await api.JudgeAsync(token);
            var theirs = await oracle.RefusalAsync(token);
            // The oracle knows nothing of roles.
            if (ours is Rejection.NoUsableRole) ours = null;

            if (ours is null && theirs is null) accepted++;
            else if (ours is not null && theirs is not null && ours is not Rejection.InternalFault) refused++;
            else if (ours is { } reason && Explain(reason, token, now) is { } difference) differences[difference.Name]++;
            else faults.Add($"{index}: ours {ours?.ToString() ?? "accepted"}, theirs {theirs ?? "accepted"}, after {string.Join(", ", draft.Changes)}: {token}");
        }

        output.WriteLine($"Seed {Seed}, {Tokens} tokens: both accept {accepted}, both refuse {refused}, stricter {differences.Values.Sum()}.");
        foreach (var (name, count) in differences) output.WriteLine($"  {name}: {count}");
        foreach (var fault in faults.Take(20)) output.WriteLine(fault[..Math.Min(fault.Length, 3000)]);
        Assert.Empty(faults);
        Assert.Equal(Tokens, accepted + refused + differences.Values.Sum());
        Assert.Equal(Mutations.All.Count, changes.Count);
        Assert.DoesNotContain(0, differences.Values);       // a class that nothing falls into explains nothing
        Assert.InRange(accepted, Tokens / 10, Tokens * 9 / 10);
    }

    private static Difference? Explain(Rejection ours, string token, DateTimeOffset now)
    {
        var read = new ReadToken(token);
        return Differences.All.FirstOrDefault(difference => difference.Ours == ours && difference.Applies(read, now));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
