namespace ScopeAuth.Introspection;

/// <summary>So many questions at once, and so many that wait.</summary>
internal sealed class QuestionLane(int width, int longestQueue)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _queue = new();
    private int _free = width;

    /// <returns>Null if the queue is full; else it completes when it is one's turn, and then <see cref="Leave"/> has to be called.</returns>
    public Task? Enter()
    {
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return Task.CompletedTask;
            }
            if (_queue.Count >= longestQueue) return null;
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _queue.Enqueue(turn);
            return turn.Task;
        }
    }

    public void Leave()
    {
        TaskCompletionSource? next;
        lock (_gate)
            if (!_queue.TryDequeue(out next)) _free++;
        next?.SetResult();
    }
}
