using Microsoft.Extensions.Hosting;

namespace Platform.Storage;

/// <summary>Makes tables and indexes before anything else of the host starts; a store that can't be had stops the start.</summary>
internal sealed class StorePreparation(IEnumerable<IStoredCollection> collections) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var collection in collections)
        {
            await collection.PrepareAsync(cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
