using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Package.V1;
using Platform.Storage;

namespace Platform.Package.Packaging;

/// <summary>Tells again of every complete package, for a service that lacks them.</summary>
internal sealed class SendAgainConsumer(IDocuments<PackagingSaga> packages) : IConsumer<SendAgain>
{
    /// <summary>What is asked for in <see cref="SendAgain.Facts"/>.</summary>
    internal const string Packages = "packages";

    public async Task Consume(ConsumeContext<SendAgain> context)
    {
        if (!string.Equals(context.Message.Facts, Packages, StringComparison.OrdinalIgnoreCase))
            return;
        await foreach (var package in packages.FindAllAsync(Find<PackagingSaga>.All, context.CancellationToken))
        {
            if (package.Phase == PackagePhase.Succeeded && !package.Leaving)
                await context.Publish(PackageFacts.Packaged(package), context.CancellationToken);
        }
    }
}
