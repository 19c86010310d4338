using MassTransit;
using Platform.Contracts.Package.V1;

namespace Platform.Deploy.Packages;

/// <summary>Remembers packages, so that applications can name them.</summary>
internal sealed class ApplicationPackagedConsumer(PackageCatalog catalog) : IConsumer<ApplicationPackaged>
{
    public Task Consume(ConsumeContext<ApplicationPackaged> context) => catalog.AddAsync(context.Message, context.CancellationToken);
}
