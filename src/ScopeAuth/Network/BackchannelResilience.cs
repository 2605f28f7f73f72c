using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace ScopeAuth.Network;

/// <summary>From outside to inside: retry what may pass, stop asking a server that keeps failing, end every exchange in time.</summary>
internal static class BackchannelResilience
{
    /// <summary>For one exchange, from the connection to the last byte of the body.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long a server that keeps failing is left alone.</summary>
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(30);

    public static ResiliencePipeline<BackchannelResponse> Create(TimeProvider clock) =>
        new ResiliencePipelineBuilder<BackchannelResponse> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<BackchannelResponse>
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                // A timeout is not asked again: it has used up its time already.
                ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Result is { IsTransient: true }),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<BackchannelResponse>
            {
                FailureRatio = 1,
                MinimumThroughput = 6,
                SamplingDuration = TimeSpan.FromMinutes(2),
                BreakDuration = BreakDuration,
                ShouldHandle = static outcome => ValueTask.FromResult(
                    outcome.Outcome.Result is { IsTransient: true } || outcome.Outcome.Exception is TimeoutRejectedException),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeLimit })
            .Build();
}
