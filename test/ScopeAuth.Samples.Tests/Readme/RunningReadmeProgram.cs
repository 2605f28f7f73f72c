using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ScopeAuth.Samples.Tests.Readme;

/// <summary>Runs the README's program as it stands, which hands out nothing to hold it by: the host announces itself when it is built.</summary>
internal sealed class RunningReadmeProgram : IAsyncDisposable, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<RunningReadmeProgram?> Current = new();

    private readonly TaskCompletionSource<IHost> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _subscription;
    private readonly Task _running;

    private RunningReadmeProgram(string[] arguments)
    {
        _subscription = DiagnosticListener.AllListeners.Subscribe(this);
        Current.Value = this;
        _running = Task.Factory.StartNew(() => ReadmeProgram.Run(arguments), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Current.Value = null;
    }

    public HttpClient Http { get; } = new();

    public static async Task<RunningReadmeProgram> StartAsync(params string[] arguments)
    {
        var program = new RunningReadmeProgram(arguments);
        try
        {
            var host = await await Task.WhenAny(program._built.Task, program.FailedAsync());
            var started = new TaskCompletionSource();
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
            await await Task.WhenAny(started.Task, program.FailedAsync());
            program.Http.BaseAddress = new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _subscription.Dispose();
        if (_built.Task.IsCompletedSuccessfully) (await _built.Task).Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting") value.Subscribe(this);
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value == this && value is { Key: "HostBuilt", Value: IHost host }) _built.TrySetResult(host);
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    private async Task<IHost> FailedAsync()
    {
        await _running;
        throw new InvalidOperationException("The program ended by itself.");
    }
}
