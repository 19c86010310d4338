using MassTransit;
using Platform.Contracts.Deploy.V1;
using Platform.Messaging;

namespace Platform.Deploy.Drift;

/// <summary>A repair is due. Asked twice, the second finds nothing to do.</summary>
internal sealed class RepairResourceConsumer(IOutbox<DriftDocument> drifts, Repair repair, DeployOptions options, TimeProvider clock) : IConsumer<RepairResource>
{
    public async Task Consume(ConsumeContext<RepairResource> context)
    {
        var ct = context.CancellationToken;
        if (await drifts.Documents.GetAsync(context.Message.Drift, ct) is not { DueAt: { } due } drift || due > clock.GetUtcNow() + TimeSpan.FromSeconds(1))
            return;
        var outcome = await repair.RunAsync(drift, ct);
        await drifts.UpdateAsync(drift.Id, current =>
        {
            if (current.DueAt != due)
                return false; // It drifted anew meanwhile: that is another repair.
            var now = clock.GetUtcNow();
            current.DueAt = outcome.Again is { } again ? now + again : outcome.Failed ? now + Pauses.Of(++current.Failures, options.ParkFirst, options.DriftPauseLongest) : null;
            if (outcome.Repaired)
                (current.Repairs, current.RepairedAt) = (current.Repairs + 1, now);
            return true;
        }, ct: ct);
    }
}
