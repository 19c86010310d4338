using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Storage;

namespace Platform.Libraries.Tests.Storage;

/// <summary>A host with one store in it, as a service has.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly IHost host;

    private TestStore(IHost host) => this.host = host;

    public IDocuments<Parcel> Parcels => host.Services.GetRequiredService<IDocuments<Parcel>>();

    public IDocuments<T> Documents<T>() where T : class, IDocument => host.Services.GetRequiredService<IDocuments<T>>();

    public static void DefaultIndexes(DocumentIndexes<Parcel> indexes) => indexes
        .Index(x => x.Owner).Index(x => x.Application, x => x.Sequence).Index(x => x.Phase).Index(x => x.Sequence).Index(x => x.Weight)
        .Index(x => x.Urgent).Index(x => x.DueAt).Index(x => x.Labels).Index(x => x.Route.Region)
        .Unique(x => x.Application, x => x.Dock);

    public static async Task<TestStore> StartAsync(
        StorageOptions options, Action<DocumentIndexes<Parcel>>? indexes = null, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(x => x.SetMinimumLevel(LogLevel.Warning));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddDocumentStore(options);
        builder.Services.AddDocuments<Parcel>("post", "parcels", indexes ?? DefaultIndexes);
        var store = new TestStore(builder.Build());
        try
        {
            await store.host.StartAsync();
        }
        catch
        {
            // A host that did not start can't be stopped, only disposed of.
            store.host.Dispose();
            throw;
        }

        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
