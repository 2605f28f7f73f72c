using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Support;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>What holds for every request; the invariants of docs/security.md.</summary>
public sealed class InvariantTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    private static readonly int[] Expected = [200, 400, 401, 403, 431];

    [Fact]
    public async Task I1_Whatever_bytes_stand_in_the_header_the_answer_is_one_of_five()
    {
        var random = new Random(20261121);
        var statuses = new Dictionary<int, int>();
        for (var request = 0; request < 400; request++)
        {
            var status = RawRequest.StatusOf(await RawRequest.GetAsync(api.Api, "/whoami", Header(random)));
            Assert.Contains(status, Expected);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        // All but the last, which takes 32 KB, came about; a run that only ever meets one of them proves nothing.
        Assert.Equal([200, 400, 401, 403], statuses.Keys.Where(status => status != 431).Order());
        Assert.DoesNotContain(api.Api.Logs.Entries, entry => entry.Id.Id == 3 && entry.Category.StartsWith("ScopeAuth.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task I5_Refused_tokens_cause_no_request_beyond_the_one_fetch_that_an_unknown_key_is_worth()
    {
        var random = new Random(20261122);
        await api.AdmitsAsync();
        var requests = api.Requests;

        for (var request = 0; request < 2000; request++)
        {
            var draft = api.Draft();
            Mutations.Apply(draft, random, random.Next(1, 4));
            await api.Api.Validator.ValidateAsync(draft.Build(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(requests, api.Requests);               // the clock stands, and the last fetch was at its present time
    }

    public static TheoryData<string> Costly => [.. CostlyToken.Kinds];

    // How long it takes is measured by the command "stages" of the benchmarks: a clock is no judge on a machine that does other things, too.
    [Theory]
    [MemberData(nameof(Costly))]
    public async Task I6_The_costliest_token_that_nobody_signed_is_refused_at_once_without_a_request_and_takes_at_most_64_KB(string what)
    {
        var token = CostlyToken.Of(what, api.Draft().Build());
        Assert.InRange(token.Length, 8 * 1024, CompactToken.MaxLength);
        await api.AdmitsAsync();
        var requests = api.Requests;

        Assert.False((await api.Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)).IsAccepted);
        Assert.InRange(await AllocatedBytes.FewestAsync(() => api.Api.Validator.ValidateAsync(token, TestContext.Current.CancellationToken)), 0, 64 * 1024);

        Assert.Equal(requests, api.Requests);
    }

    private string Header(Random random)
    {
        var draft = api.Draft();
        if (random.Chance(8)) draft.Claims.Drop("scope");
        else if (!random.Chance(4)) Mutations.Apply(draft, random, random.Next(3));
        var token = draft.Build();
        return random.Next(8) switch
        {
            0 => $"Authorization: Bearer {Noise(random)}",
            1 => $"Authorization: {Noise(random)} {token}",
            2 => $"Authorization: Bearer {token.Insert(random.Next(token.Length), Noise(random))}",
            3 => $"Authorization:{Noise(random)}",
            _ => $"Authorization: Bearer {token}",
        };
    }

    // A line break would begin another header, or the body.
    private static string Noise(Random random) => new([.. Enumerable.Range(0, random.Next(1, 40))
        .Select(_ => random.Chance(4) ? (char)random.Next(1, 0x250) : (char)random.Next(0x21, 0x7f)).Where(character => character is not ('\r' or '\n'))]);
}
