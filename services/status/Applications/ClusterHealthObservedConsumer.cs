using Platform.Status.Inventories;

namespace Platform.Status.Applications;

/// <summary>Folds what is seen on clusters into the application's status.</summary>
internal sealed class ClusterHealthObservedConsumer(IOutbox<ApplicationDocument> applications, IDocuments<InventoryDocument> inventories)
    : IConsumer<ClusterHealthObserved>
{
    public async Task Consume(ConsumeContext<ClusterHealthObserved> context)
    {
        var (m, ct) = (context.Message, context.CancellationToken);
        var part = new Part(m.Cluster, m.Namespace, m.Application);
        while (true)
        {
            // In this order: a part forgotten after the first read makes the write below fail.
            var application = await applications.Documents.GetAsync(part.ApplicationId, ct);
            if (await inventories.GetAsync(part.Id, ct) is { Removed: true })
                return;
            var absent = application is null;
            application ??= new() { Id = part.ApplicationId, Namespace = m.Namespace, Application = m.Application };
            if (!application.Take(m))
                return;
            if (absent ? await applications.InsertAsync(application, ct) : await applications.ReplaceAsync(application, ct))
                return;
        }
    }
}
