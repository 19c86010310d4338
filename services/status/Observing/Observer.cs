using Platform.Status.Applications;
using Platform.Status.Inventories;

namespace Platform.Status.Observing;

/// <summary>
/// Announces observations: on change only, numbered, and in the same write as what is remembered of them. Then they are folded into the application's
/// status; also those that were announced before, since whoever announced them may have died in between.
/// </summary>
internal sealed class Observer(IOutbox<ObservationDocument> observations, HealthFolding folding, TimeProvider clock)
{
    /// <summary>What was announced last; a new document when nothing was.</summary>
    public async Task<ObservationDocument> LastAsync(Part part, CancellationToken ct) =>
        await observations.Documents.GetAsync(part.Id, ct) ?? new() { Id = part.Id, Sequence = clock.GetUtcNow().ToUnixTimeMilliseconds() };

    /// <param name="part">Whose.</param>
    /// <param name="observation">What is seen.</param>
    /// <param name="known">As it was just read, which saves reading it; of no use afterwards.</param>
    /// <param name="ct">The caller went away.</param>
    public async Task AnnounceAsync(Part part, Observation observation, ObservationDocument? known, CancellationToken ct)
    {
        while (true)
        {
            var document = known ?? await LastAsync(part, ct);
            known = null;
            if (!observation.Differs(document.Last) || observation.AppliedSequence < document.Last?.AppliedSequence)
            {
                folding.Add(News(part, document));
                return;
            }
            document.Last = observation;
            document.Sequence++;
            var news = News(part, document);
            document.Publish(news);
            if (document.Version == 0 ? await observations.InsertAsync(document, ct) : await observations.ReplaceAsync(document, ct))
            {
                folding.Add(news);
                return;
            }
        }
    }

    private static ClusterHealthObserved News(Part part, ObservationDocument document) => new()
    {
        Namespace = part.Namespace,
        Application = part.Application,
        Cluster = part.Cluster,
        Revision = document.Last!.Revision,
        AppliedSequence = document.Last.AppliedSequence,
        Health = document.Last.Health,
        Components = document.Last.Components,
        AppliedVersionsSeen = document.Last.AppliedVersionsSeen,
        ObservedAt = document.Last.ObservedAt,
        Sequence = document.Sequence,
    };
}
