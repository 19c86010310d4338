using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Storage;

namespace Platform.Package.Usage;

/// <summary>Forgets what a deleted application used.</summary>
internal sealed class ApplicationDeletedConsumer(IDocuments<PackageUse> uses, IDocuments<ApplicationGone> gone, TimeProvider time) : IConsumer<ApplicationDeleted>
{
    public async Task Consume(ConsumeContext<ApplicationDeleted> context)
    {
        var ct = context.CancellationToken;
        var application = $"{context.Message.Namespace}/{context.Message.Application}";
        var at = context.SentTime ?? time.GetUtcNow();
        await gone.DeleteAsync(application, ct: ct);
        await gone.InsertAsync(new ApplicationGone { Id = application, At = at, ExpiresAt = time.GetUtcNow() + ApplicationGone.Kept }, ct);

        var ended = new List<string>();
        await foreach (var use in uses.FindAllAsync(Find<PackageUse>.All.Where(u => u.Application, application), ct))
        {
            // An application of the same name that was made since has revisions again from 1 on; those up to the last of the deleted one go.
            if (use.Revision <= context.Message.Revision)
                ended.Add(use.Id);
        }

        foreach (var id in ended)
            await uses.DeleteAsync(id, ct: ct);
    }
}
