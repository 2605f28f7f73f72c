using ScopeAuth.Network;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section F of docs/security.md: what tokens can make the API ask, and how. The rest of the section is in Keys and Network.</summary>
public sealed class KeyTrafficTests
{
    [Fact]
    public async Task F104_A_storm_of_unknown_key_IDs_causes_one_fetch_in_thirty_seconds()
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        var keys = api.Server.Requests.Keys;

        for (var period = 1; period <= 3; period++)
        {
            api.Clock.Advance(TimeSpan.FromSeconds(31));
            await Parallel.ForAsync(0, 500, async (_, cancellation) =>
            {
                var draft = api.Draft();
                draft.Header.Set("kid", $"\"{Guid.NewGuid()}\"");
                draft.Sign = _ => new byte[64];
                Assert.Equal(Rejection.UnknownKey, (await api.Api.Validator.ValidateAsync(draft.Build(), cancellation)).Rejection);
            });
            Assert.Equal(keys + period, api.Server.Requests.Keys);
        }
    }

    [Fact]
    public async Task F105_F106_A_storm_neither_drops_good_keys_nor_holds_up_those_who_have_one()
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        api.Clock.Advance(TimeSpan.FromSeconds(31));
        var (keys, metadata) = (api.Keys.Current, api.Server.Requests.Metadata);
        var hold = api.Server.Faults.Hold();
        api.Server.Faults.KeysBody = "{}";

        // Those with an unknown key wait for the fetch; nobody else does.
        var draft = api.Draft();
        draft.Header.Set("kid", "\"unknown\"");
        var waiting = Enumerable.Range(0, 20).Select(_ => api.AskAsync(draft)).ToList();
        await api.Server.Requests.WaitForAsync(ScopeAuth.Testing.TestEndpoint.Metadata, metadata + 1, TestContext.Current.CancellationToken);
        for (var request = 0; request < 20; request++) await api.AdmitsAsync(good => good.Claims.Set("jti", $"\"held-{request}\""));
        Assert.DoesNotContain(waiting, answer => answer.IsCompleted);

        hold.Dispose();
        foreach (var answer in waiting) Assert.Equal(Rejection.KeysUnavailable, (await answer).Rejection);
        Assert.Same(keys, api.Keys.Current);
        await api.AdmitsAsync(good => good.Claims.Set("jti", "\"afterwards\""));
    }

    [Fact]
    public async Task F113_F117_F121_F122_Connections_live_shortly_unpack_nothing_carry_nothing_and_check_certificates()
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        using var handler = BackchannelHandler.Create(api.Clock);

        Assert.Equal(
            (TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(2)),
            (handler.PooledConnectionLifetime, handler.PooledConnectionIdleTimeout, handler.ConnectTimeout));
        // In KB; and nothing is read of a body that nobody wants.
        Assert.Equal((32, 0), (handler.MaxResponseHeadersLength, handler.MaxResponseDrainSize));
        Assert.Equal(System.Net.DecompressionMethods.None, handler.AutomaticDecompression);
        Assert.Equal((false, false, false), (handler.AllowAutoRedirect, handler.UseCookies, handler.PreAuthenticate));
        Assert.Null(handler.Credentials);
        Assert.Null(handler.SslOptions.RemoteCertificateValidationCallback);
        Assert.Null(handler.SslOptions.ClientCertificates);
    }

    [Fact]
    public async Task G138_A_refused_token_is_not_remembered()
    {
        await using var api = await AttackedApi.StartAsync(TestKey.Set("rsa-2048"));
        var token = api.Draft().Build();
        Assert.Equal(Rejection.UnknownKey, (await api.Api.AskAsync("/whoami", token)).Rejection);

        api.Server.Faults.KeysBody = AttackedApi.GoodKeys;
        await api.Keys.RefreshAsync();

        Assert.Equal(200, (await api.Api.AskAsync("/whoami", token)).Status);
    }

    [Fact]
    public async Task G140_G141_Keys_that_are_replaced_while_they_are_in_use_break_no_request()
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        string[] sets = [TestKey.Set("ec-256", "rsa-3072"), TestKey.Set("rsa-2048", "ec-384", "ec-256"), AttackedApi.GoodKeys];
        using var enough = new CancellationTokenSource();
        var rotating = Task.Run(async () =>
        {
            for (var set = 0; !enough.IsCancellationRequested; set++)
            {
                api.Server.Faults.KeysBody = sets[set % sets.Length];
                await api.Keys.RefreshAsync();
            }
        }, TestContext.Current.CancellationToken);

        var generation = api.Keys.Generation;
        await Parallel.ForAsync(0, 4, async (worker, cancellation) =>
        {
            for (var request = 0; request < 200 || api.Keys.Generation < generation + 20; request++)
            {
                var draft = api.Draft();
                draft.Claims.Set("jti", $"\"{worker}-{request}\"");
                Assert.Null((await api.Api.Validator.ValidateAsync(draft.Build(), cancellation)).Rejection);
            }
        });
        await enough.CancelAsync();
        await rotating;

        Assert.DoesNotContain(api.Api.Logs.Entries, entry => entry.Id.Id == 3);
    }

    [Fact]
    public void G142_No_pattern_is_ever_matched_against_a_token()
    {
        var sources = House.Repository.Files("src/ScopeAuth").Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).ToList();

        Assert.True(sources.Count > 100);
        Assert.DoesNotContain(sources, file => House.Repository.Read(file).Contains("Regex", StringComparison.Ordinal));
    }
}
