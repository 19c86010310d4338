using Platform.Contracts.Deploy.V1;
using Platform.Status.Inventories;
using Platform.Status.Watching;

namespace Platform.Status.Applications;

/// <summary>An application is gone: so is everything Status kept of it, but for a mark against late news.</summary>
internal sealed class ApplicationDeletedConsumer(
    IOutbox<ApplicationDocument> applications, IDocuments<InventoryDocument> inventories, Forgetting forgetting, Departures departures,
    WatchSignal signal, TimeProvider clock)
    : IConsumer<ApplicationDeleted>
{
    public async Task Consume(ConsumeContext<ApplicationDeleted> context)
    {
        var (m, ct) = (context.Message, context.CancellationToken);
        var id = $"{m.Namespace}/{m.Application}";
        await applications.UpdateAsync(id, a =>
        {
            if (a.Deleted || m.Revision < a.Revision)
                return false;
            a.Deleted = true;
            a.Clusters = [];
            a.Announced = null;
            a.ExpiresAt = clock.GetUtcNow().AddDays(1);
            return true;
        }, ct: ct);
        departures.Left(id);
        if (await applications.Documents.GetAsync(id, ct) is { Deleted: false })
            return;
        await foreach (var inventory in inventories.FindAllAsync(Find<InventoryDocument>.All.Where(i => i.Owner, id), ct))
            await forgetting.ForgetAsync(inventory.Part, ct, startAnew: true);
        signal.Pulse();
    }
}
