using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Revisions;
using Platform.Deploy.Rollouts;
using Platform.Messaging;
using Platform.Oam;
using Platform.Storage;

namespace Platform.Deploy.Applications;

/// <summary>
/// Takes an application: what was fetched for it, then revision, then rollout, then the application itself, which carries what is announced. Ids follow from the
/// content and numbers, each write is insert-if-absent: whoever repeats it after a crash finds what is there and goes on.
/// </summary>
internal sealed class Submission(
    IOutbox<ApplicationDocument> applications, IDocuments<RevisionDocument> revisions, RolloutBeginnings beginnings, Fetcher fetcher, TimeProvider clock)
{
    /// <summary>What came of it, or why it can't be taken now.</summary>
    public async Task<(SubmittedAnswer? Answer, string? Refusal)> RunAsync(CheckedApplication given, string by, CancellationToken ct)
    {
        var digest = Content.DigestOf(given.Application, given.Package?.Digest, given.Pins, fetcher.ChangingPart(given.Snapshot));
        while (true)
        {
            var known = await applications.Documents.GetAsync(given.Key, ct);
            if (known is { Removing: true, Deleted: false } && await beginnings.IsRunningAsync(known.Rollout, ct))
                return (null, $"Application '{known.Name}' is being removed by rollout {known.Rollout}. Wait until that has ended, or cancel it, and submit again.");
            if (known is { Deleted: false, Removing: false } && known.ContentDigest == digest && !await beginnings.WasGivenUpAsync(known.Rollout, ct))
                return (Answer(given, known.Revision, known.Rollout, changed: false), null);
            var rule = SupersedeRules.Of(given.Application);
            if (rule == SupersedeRule.Refuse && known is { Deleted: false } && await beginnings.IsRunningAsync(known.Rollout, ct))
                return (null, $"Rollout {known.Rollout} of application '{known.Name}' still runs, and {SupersedeRules.Annotation} is refuse. Wait until it has ended, or cancel it, and submit again.");

            await fetcher.KeepAsync(given.Snapshot, digest, ct);
            var revision = await ReviseAsync(given, digest, known?.Revision ?? 0, by, ct);
            var rollout = await beginnings.InsertAsync(
                given.Key, known?.RolloutNumber ?? 0, RolloutKind.Apply, revision.Number, RolloutSteps.Of(given.Application.Expand(given.Definitions)), by, ct,
                rule == SupersedeRule.Wait);
            if (await PublishAsync(given, known, revision, rollout, by, ct))
                return (Answer(given, revision.Number, rollout.CorrelationId, changed: true), null);
        }
    }

    /// <summary>The next revision, or the one a broken-off submission of the same content left.</summary>
    private async Task<RevisionDocument> ReviseAsync(CheckedApplication given, string digest, long newest, string by, CancellationToken ct)
    {
        for (var number = newest + 1; ; number++)
        {
            var revision = Revision(given, digest, number, by);
            if (await revisions.InsertAsync(revision, ct))
                return revision;
            if (await revisions.GetAsync(revision.Id, ct) is { } there && there.ContentDigest == digest)
                return there;
        }
    }

    private RevisionDocument Revision(CheckedApplication given, string digest, long number, string by) => new()
    {
        Id = RevisionDocument.IdOf(given.Key, number),
        ApplicationKey = given.Key,
        Number = number,
        ContentDigest = digest,
        Text = given.Text,
        Document = given.Application.ToJson().ToJsonString(),
        Components = [.. given.Application.Components.Select(component => component.Name)],
        PackageVersion = given.Package?.PackageVersion,
        PackageDigest = given.Package?.Digest,
        PackageComponents = given.Package?.Components ?? [],
        Definitions = given.Pins,
        CreatedAt = clock.GetUtcNow(),
        CreatedBy = by,
    };

    /// <summary>False: somebody else submitted, or removed, it meanwhile. A rollout that comes second to a newer one is superseded at its start.</summary>
    private async Task<bool> PublishAsync(
        CheckedApplication given, ApplicationDocument? known, RevisionDocument revision, RolloutDocument rollout, string by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var application = known ?? new ApplicationDocument { Id = given.Key, Namespace = given.Application.Namespace, Name = given.Application.Name };
        if (known is null or { Deleted: true })
            application.CreatedAt = now;
        (application.Removing, application.Deleted) = (false, false);
        application.Labels = given.Application.Labels.ToDictionary();
        application.Definitions = [.. revision.Definitions.Keys];
        (application.Revision, application.ContentDigest) = (revision.Number, revision.ContentDigest);
        (application.Rollout, application.RolloutNumber) = (rollout.CorrelationId, rollout.Number);
        (application.SubmittedAt, application.SubmittedBy) = (now, by);
        application.Publish(new ApplicationSubmitted
        {
            Namespace = application.Namespace,
            Application = application.Name,
            Revision = revision.Number,
            Rollout = rollout.CorrelationId,
            Number = rollout.Number,
            SubmittedBy = by,
        });
        application.Publish(new RevisionCreated
        {
            Namespace = application.Namespace,
            Application = application.Name,
            Revision = revision.Number,
            PackageDigest = revision.PackageDigest,
            Components = revision.Components,
        });
        application.Publish(new StartRollout { Rollout = rollout.CorrelationId });
        return known is null ? await applications.InsertAsync(application, ct) : await applications.ReplaceAsync(application, ct);
    }

    private static SubmittedAnswer Answer(CheckedApplication given, long revision, Guid rollout, bool changed) => new(
        given.Application.Name, revision, rollout, changed, [.. given.Warnings.Select(warning => new WarningAnswer(warning.Path, warning.Detail, warning.Line, warning.Column))]);
}
