using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ScopeAuth.Tests.Audit;

/// <summary>A logging provider that keeps what it gets, with the scopes that were open.</summary>
internal sealed class CollectedLogs : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<Line> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    internal sealed record Line(
        string Category, LogLevel Level, EventId Event, string Text, IReadOnlyDictionary<string, object?> Fields, IReadOnlyList<object?> Scopes)
    {
        /// <summary>Whether it is this event of ours: the framework uses the same numbers.</summary>
        public bool Is(int number) => Event.Id == number && Category.StartsWith("ScopeAuth", StringComparison.Ordinal);

        public object? AdminIdOfScope => Scopes.OfType<IEnumerable<KeyValuePair<string, object?>>>()
            .SelectMany(scope => scope).FirstOrDefault(pair => pair.Key == "AdminId").Value;
    }

    private sealed class Logger(CollectedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<object?>();
            logs._scopes.ForEachScope(static (scope, all) => all.Add(scope), scopes);
            var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs
                ? pairs.GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Value)
                : [];
            logs.Lines.Enqueue(new(category, logLevel, eventId, formatter(state, exception), fields, scopes));
        }
    }
}
