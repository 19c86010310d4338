using Platform.Status.Inventories;

namespace Platform.Status.Observing;

/// <summary>Announces observations: on change only, numbered, and in the same write as what is remembered of them.</summary>
internal sealed class Observer(IOutbox<ObservationDocument> observations, TimeProvider clock)
{
    public Task AnnounceAsync(Part part, Observation observation, CancellationToken ct) =>
        observations.UpsertAsync(part.Id, () => new() { Sequence = clock.GetUtcNow().ToUnixTimeMilliseconds() }, document =>
        {
            if (!observation.Differs(document.Last) || observation.AppliedSequence < document.Last?.AppliedSequence)
                return false;
            document.Last = observation;
            document.Sequence++;
            document.Publish(new ClusterHealthObserved
            {
                Namespace = part.Namespace,
                Application = part.Application,
                Cluster = part.Cluster,
                Revision = observation.Revision,
                AppliedSequence = observation.AppliedSequence,
                Health = observation.Health,
                Components = observation.Components,
                AppliedVersionsSeen = observation.AppliedVersionsSeen,
                ObservedAt = observation.ObservedAt,
                Sequence = document.Sequence,
            });
            return true;
        }, ct: ct);
}
