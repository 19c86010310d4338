using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Storage;

namespace Platform.Deploy.Applications;

/// <summary>Looks over the applications when clusters have changed.</summary>
internal sealed class ReviewTopologiesConsumer(IDocuments<ApplicationDocument> applications, LateClusters late) : IConsumer<ReviewTopologies>
{
    public async Task Consume(ConsumeContext<ReviewTopologies> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        if (message.Application is { } key)
        {
            await ReviewAsync(key, message.Reason, ct);
            return;
        }

        await foreach (var application in applications.FindAllAsync(Find<ApplicationDocument>.All, ct))
            await ReviewAsync(application.Id, message.Reason, ct);
    }

    private async Task ReviewAsync(string key, string reason, CancellationToken ct)
    {
        while (await applications.GetAsync(key, ct) is { } application && !await late.ReviewAsync(application, reason, ct))
            ct.ThrowIfCancellationRequested();
    }
}
