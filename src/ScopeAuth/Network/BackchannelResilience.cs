using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace ScopeAuth.Network;

/// <summary>From outside to inside: retry what may pass, stop asking a server that keeps failing, end every exchange in time.</summary>
internal static class BackchannelResilience
{
    public static ResiliencePipeline<BackchannelResponse> Create(BackchannelLimits limits, TimeProvider clock)
    {
        var builder = new ResiliencePipelineBuilder<BackchannelResponse> { TimeProvider = clock };
        if (limits.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<BackchannelResponse>
            {
                MaxRetryAttempts = limits.MaxRetries,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                // A timeout is not asked again: it has used up its time already. Nor is a server that said when it wants to be.
                ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Result is { IsTransient: true, RetryAfter: null }),
            });
        }
        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<BackchannelResponse>
            {
                FailureRatio = limits.FailureRatio,
                MinimumThroughput = 6,
                SamplingDuration = limits.SamplingDuration,
                BreakDuration = limits.BreakDuration,
                ShouldHandle = static outcome => ValueTask.FromResult(
                    outcome.Outcome.Result is { IsTransient: true } || outcome.Outcome.Exception is TimeoutRejectedException),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = limits.TimeLimit })
            .Build();
    }
}
