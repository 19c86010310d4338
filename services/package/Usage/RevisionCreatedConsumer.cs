using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Storage;

namespace Platform.Package.Usage;

/// <summary>Notes which package a revision pins.</summary>
internal sealed class RevisionCreatedConsumer(IDocuments<PackageUse> uses, IDocuments<ApplicationGone> gone) : IConsumer<RevisionCreated>
{
    public async Task Consume(ConsumeContext<RevisionCreated> context)
    {
        var revision = context.Message;
        var application = $"{revision.Namespace}/{revision.Application}";
        if (revision.PackageDigest is not { } digest)
            return;
        if (await gone.GetAsync(application, context.CancellationToken) is { } end && context.SentTime < end.At)
            return;

        await uses.InsertAsync(
            new PackageUse { Id = $"{application}/{revision.Revision}", Application = application, Revision = revision.Revision, Digest = digest },
            context.CancellationToken);
    }
}
