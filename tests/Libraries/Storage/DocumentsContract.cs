using Platform.Storage;
using Shouldly;

namespace Platform.Libraries.Tests.Storage;

/// <summary>What both stores promise. Every test has a store of its own.</summary>
public abstract partial class DocumentsContract : IAsyncLifetime
{
    private readonly List<TestStore> started = [];

    private protected TestStore Store { get; private set; } = null!;

    private protected IDocuments<Parcel> Parcels => Store.Parcels;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Store = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var store in started)
        {
            await store.DisposeAsync();
        }

        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract StorageOptions Options { get; }

    private protected abstract Task CleanAsync();

    private protected async Task<TestStore> StartAsync(Action<DocumentIndexes<Parcel>>? indexes = null)
    {
        var store = await TestStore.StartAsync(Options, indexes);
        started.Add(store);
        return store;
    }

    private protected async Task StopAsync(TestStore store)
    {
        started.Remove(store);
        await store.DisposeAsync();
    }

    private protected async Task<Parcel> AddAsync(string id, Action<Parcel>? change = null)
    {
        var parcel = new Parcel { Id = id };
        change?.Invoke(parcel);
        (await Parcels.InsertAsync(parcel, Ct)).ShouldBeTrue();
        return parcel;
    }

    private protected async Task<string> IdsAsync(Find<Parcel> find) =>
        string.Join(' ', (await Parcels.FindAsync(find, Ct)).Items.Select(x => x.Id));
}
