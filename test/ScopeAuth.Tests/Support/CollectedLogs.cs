using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ScopeAuth.Tests.Support;

/// <summary>Every log event of a host, at every level, with its category, its fields, its scopes and its exception as text.</summary>
internal sealed class CollectedLogs : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<Entry> _entries = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<Entry>, Func<Entry, bool>> _waiting = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<Entry> Entries => _entries;

    /// <summary>The first event that fits, as soon as it is written; at once if it was written before.</summary>
    public async Task<Entry> FirstAsync(Func<Entry, bool> fits)
    {
        var found = new TaskCompletionSource<Entry>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[found] = fits;
        if (_entries.FirstOrDefault(fits) is { } earlier) found.TrySetResult(earlier);
        return await found.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    public ILogger CreateLogger(string categoryName) => new Collector(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private void Add(Entry entry)
    {
        _entries.Enqueue(entry);
        foreach (var (found, fits) in _waiting)
            if (fits(entry)) found.TrySetResult(entry);
    }

    internal sealed record Entry(string Category, LogLevel Level, EventId Id, string Text, string Fields, string Scopes, Exception? Exception)
    {
        public override string ToString() => $"{Level} {Category}[{Id}] {Text} {Fields} {Scopes} {Exception}";
    }

    private sealed class Collector(CollectedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            logs._scopes.ForEachScope((scope, list) => list.Add(Show(scope)), scopes);
            logs.Add(new(category, logLevel, eventId, formatter(state, exception), Show(state), string.Join(" => ", scopes), exception));
        }

        private static string Show(object? state) => state is IEnumerable<KeyValuePair<string, object?>> fields
            ? string.Join(", ", fields.Select(field => $"{field.Key}={field.Value}"))
            : state?.ToString() ?? "";
    }
}
