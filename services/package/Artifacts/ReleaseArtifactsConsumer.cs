using MassTransit;
using Platform.Contracts.Package.V1;
using Platform.Oci;
using Platform.Package.Sources;
using Platform.Storage;

namespace Platform.Package.Artifacts;

/// <summary>Notes what a deleted package leaves in the artifact store. It goes later: an equal package may be under way.</summary>
internal sealed class ReleaseArtifactsConsumer(IDocuments<ReleasedArtifact> released, IArtifactStore store, TimeProvider time) : IConsumer<ReleaseArtifacts>
{
    public async Task Consume(ConsumeContext<ReleaseArtifacts> context)
    {
        var message = context.Message;
        var repository = PackageNames.Repository(message.Namespace, message.Application);
        // Images that were built for the application are its own; all others belong to somebody else.
        var images = PackageNames.ImageRepository(message.Namespace, message.Application);
        var own = message.Images.Where(i => i.StartsWith($"{store.Host}/{images}@", StringComparison.Ordinal)).Select(i => (images, i[(i.IndexOf('@', StringComparison.Ordinal) + 1)..]));
        foreach (var (place, digest) in message.Digests.Select(d => (repository, d)).Concat(own))
        {
            await released.InsertAsync(
                new ReleasedArtifact
                {
                    Id = $"{place}@{digest}",
                    Owner = SourceDocument.ApplicationOf(message.Namespace, message.Application),
                    Repository = place,
                    Digest = digest,
                    Since = time.GetUtcNow(),
                },
                context.CancellationToken);
        }
    }
}
