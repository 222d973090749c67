namespace Gemeinwerk.Web.Frame;

/// <summary>
/// Work that goes on when its request has been answered. Told to stop, the program takes no more of it and lets what
/// runs end, as long as the settings allow; what has not ended then is undone by the database.
/// </summary>
public sealed partial class BackgroundWork(ILogger<BackgroundWork> log) : IHostedService
{
    readonly Lock gate = new();
    readonly HashSet<Task> running = [];
    bool isStopping;

    /// <summary>Starts work on a thread of its own. Where it breaks off, the log says so: nobody may be
    /// waiting.</summary>
    /// <param name="name">For the log.</param>
    /// <returns>Its result; cancelled where the program is stopping.</returns>
    public Task<T> Run<T>(string name, Func<Task<T>> work)
    {
        lock (gate)
        {
            if (isStopping) return Task.FromCanceled<T>(new CancellationToken(canceled: true));
            var task = Task.Run(work);
            running.Add(task);
            _ = task.ContinueWith(it => Forget(it, name), TaskScheduler.Default);
            return task;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="cancellationToken">Says when it has taken too long.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] left;
        lock (gate)
        {
            isStopping = true;
            left = [.. running];
        }
        // How each ended is for whoever started it.
        var all = Task.WhenAll(left).ContinueWith(_ => { }, TaskScheduler.Default);
        await Task.WhenAny(all, Task.Delay(Timeout.Infinite, cancellationToken));
        if (!all.IsCompleted) TookTooLong(log, left.Count(task => !task.IsCompleted));
    }

    void Forget(Task task, string name)
    {
        lock (gate) running.Remove(task);
        if (task.Exception is { } failed) Failed(log, name, failed.GetBaseException());
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Work} failed.")]
    static partial void Failed(ILogger log, string work, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} works in the background took too long and are undone.")]
    static partial void TookTooLong(ILogger log, int count);
}

/// <summary>Reports at once; <see cref="Progress{T}"/> would do so later, and out of order.</summary>
sealed class Relay<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
