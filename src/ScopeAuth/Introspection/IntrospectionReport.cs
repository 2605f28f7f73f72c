using Microsoft.Extensions.Logging;
using ScopeAuth.Diagnostics;

namespace ScopeAuth.Introspection;

/// <summary>What is said about the questions to one server: news at once, repetitions only to those who look closely.</summary>
internal sealed class IntrospectionReport(string serverName, IntrospectionMetrics metrics, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FailureCounts = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile IntrospectionFailure? _lastFailure;
    private DateTimeOffset? _lastSuccess;
    private DateTimeOffset _failedAt;
    private bool _saidOdd;
    private int _failures;

    public IntrospectionHealth Health(string endpoint)
    {
        lock (_gate) return new(endpoint, _lastSuccess, _lastFailure, _lastFailure is not null && clock.GetUtcNow() - _failedAt < FailureCounts);
    }

    public void Write(in IntrospectionReply reply, string endpoint)
    {
        metrics.Asked(serverName, reply);
        lock (_gate)
        {
            if (reply.Failure is { } failure) Failed(failure, endpoint);
            else Succeeded(reply.IsOdd, endpoint);
        }
    }

    private void Failed(IntrospectionFailure failure, string endpoint)
    {
        _failures++;
        var isNews = _lastFailure?.Kind != failure.Kind;
        _lastFailure = failure;
        _failedAt = clock.GetUtcNow();
        if (!isNews) Log.IntrospectionStillFailing(logger, serverName, failure.Kind, failure.Detail);
        // The one failure that no waiting mends: somebody changed or withdrew the secret.
        else if (failure.Kind is IntrospectionFailureKind.ClientRefused) Log.IntrospectionClientRefused(logger, serverName, endpoint, failure.Detail);
        else Log.IntrospectionFailed(logger, serverName, endpoint, failure.Kind, failure.Detail);
    }

    private void Succeeded(bool isOdd, string endpoint)
    {
        if (_lastFailure is not null) Log.IntrospectionWorksAgain(logger, serverName, _failures);
        _lastFailure = null;
        _failures = 0;
        _lastSuccess = clock.GetUtcNow();
        if (isOdd && !_saidOdd) Log.IntrospectionAnswerOdd(logger, serverName, endpoint);
        _saidOdd |= isOdd;
    }
}
