using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Package.V1;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Package.Packaging;

/// <summary>Tells again of every complete package, for a service that lacks them.</summary>
internal sealed class SendAgainConsumer(IOutbox<PackagingSaga> packages) : IConsumer<SendAgain>
{
    /// <summary>What is asked for in <see cref="SendAgain.Facts"/>.</summary>
    internal const string Packages = "packages";

    public async Task Consume(ConsumeContext<SendAgain> context)
    {
        if (!string.Equals(context.Message.Facts, Packages, StringComparison.OrdinalIgnoreCase))
            return;
        await foreach (var package in packages.Documents.FindAllAsync(Find<PackagingSaga>.All, context.CancellationToken))
        {
            await packages.UpdateAsync(package.Id, current =>
            {
                if (current.Phase != PackagePhase.Succeeded || current.Leaving)
                    return false;
                PackageFacts.Tell(current);
                return true;
            }, context.MessageId, context.CancellationToken);
        }
    }
}
