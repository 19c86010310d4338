using MassTransit;
using Platform.Contracts.Status.V1;
using Platform.Deploy.Applications;
using Platform.Messaging;

namespace Platform.Deploy.Drift;

/// <summary>
/// An object drifted: unless a policy says that drift is only reported, a repair becomes due, at once for the first, later and later
/// when something keeps changing it back.
/// </summary>
internal sealed class ResourceDriftedConsumer(IOutbox<DriftDocument> drifts, DriftPolicy policy, DeployOptions options, TimeProvider clock) : IConsumer<ResourceDrifted>
{
    public async Task Consume(ConsumeContext<ResourceDrifted> context)
    {
        var (m, ct) = (context.Message, context.CancellationToken);
        var key = ApplicationDocument.IdOf(m.Namespace, m.Application);
        if (!await policy.RepairsAsync(key, m.Revision, ct))
            return;
        var id = DriftDocument.IdOf(Applying.InventoryDocument.IdOf(key, m.Cluster), m.Resource);
        await drifts.UpsertAsync(id, () => new() { ApplicationKey = key, Cluster = m.Cluster, Object = m.Resource }, drift =>
        {
            if (m.AppliedSequence < drift.AppliedSequence)
                return false;
            var now = clock.GetUtcNow();
            if (now - drift.RepairedAt > options.DriftPauseLongest * 2)
                drift.Repairs = 0;
            (drift.AppliedSequence, drift.Fields, drift.Failures) = (m.AppliedSequence, m.Fields, 0);
            drift.DueAt = drift.Repairs == 0 ? now : drift.RepairedAt + Pauses.Of(drift.Repairs, options.DriftPause, options.DriftPauseLongest);
            drift.ExpiresAt = now + TimeSpan.FromDays(1) + options.DriftPauseLongest;
            return true;
        }, context.MessageId, ct);
    }
}
