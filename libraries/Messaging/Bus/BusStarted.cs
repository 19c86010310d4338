using MassTransit;

namespace Platform.Messaging;

/// <summary>Says when the bus has started: before that, the in-memory transport would lose what is sent.</summary>
internal sealed class BusStarted : IBusObserver
{
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => started.Task;

    public async Task PostStart(IBus bus, Task<BusReady> busReady)
    {
        await busReady;
        started.TrySetResult();
    }

    public void PostCreate(IBus bus)
    {
    }

    public void CreateFaulted(Exception exception)
    {
    }

    public Task PreStart(IBus bus) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PreStop(IBus bus) => Task.CompletedTask;

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;
}
