using MassTransit;
using Platform.Contracts.Package.V1;
using Platform.Oci;
using Platform.Package.Sources;
using Platform.Storage;

namespace Platform.Package.Artifacts;

/// <summary>Notes what a deleted package leaves in the artifact store. It goes later: an equal package may be under way.</summary>
internal sealed class ReleaseArtifactsConsumer(IDocuments<ReleasedArtifact> released, TimeProvider time) : IConsumer<ReleaseArtifacts>
{
    public async Task Consume(ConsumeContext<ReleaseArtifacts> context)
    {
        var message = context.Message;
        var repository = PackageNames.Repository(message.Namespace, message.Application);
        foreach (var digest in message.Digests)
        {
            await released.InsertAsync(
                new ReleasedArtifact
                {
                    Id = $"{repository}@{digest}",
                    Owner = SourceDocument.ApplicationOf(message.Namespace, message.Application),
                    Repository = repository,
                    Digest = digest,
                    Since = time.GetUtcNow(),
                },
                context.CancellationToken);
        }
    }
}
