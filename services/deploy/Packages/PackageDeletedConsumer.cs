using MassTransit;
using Platform.Contracts.Package.V1;

namespace Platform.Deploy.Packages;

/// <summary>Forgets packages that are gone; revisions that use them keep their digests.</summary>
internal sealed class PackageDeletedConsumer(PackageCatalog catalog) : IConsumer<PackageDeleted>
{
    public Task Consume(ConsumeContext<PackageDeleted> context) => catalog.RemoveAsync(context.Message, context.CancellationToken);
}
