using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applications;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Deploy.Rollouts;

/// <summary>
/// What people ask of a rollout. A wish is stored in the rollout with the message to its saga, so that of two contrary ones that come
/// at once one wins and the other hears of it.
/// </summary>
internal sealed class RolloutWishes(
    IOutbox<RolloutDocument> rollouts, IDocuments<ApplicationDocument> applications, RollbackCheck check, RolloutAnswers answers, RolloutWaiting waiting)
{
    private const string Retried = "retried";
    private const string RolledBack = "rolled back";

    public async Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> ResumeAsync(string ns, Guid id, HttpContext http, CancellationToken ct)
    {
        var request = await ReadAsync(http);
        return await AskAsync(ns, id, "resumed", http, new ResumeRollout { Rollout = id, By = http.Identity().Name, Step = request.Step }, rollout =>
            request.Step is { } name && rollout.Find(name) is not { Phase: StepPhase.Suspending } ? $"Step '{name}' is not suspended."
            : rollout.AnySuspended() ? null : $"Nothing in it is suspended: it is {Word(rollout)}.", ct);
    }

    public async Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> RejectAsync(string ns, Guid id, HttpContext http, CancellationToken ct)
    {
        var request = await ReadAsync(http);
        return await AskAsync(ns, id, "rejected", http, new RejectRollout { Rollout = id, By = http.Identity().Name, Reason = request.Reason }, rollout =>
            rollout.Phase == RolloutPhase.Suspended ? null : $"Nothing in it waits for approval: it is {Word(rollout)}.", ct);
    }

    public async Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> CancelAsync(string ns, Guid id, HttpContext http, CancellationToken ct)
    {
        var request = await ReadAsync(http);
        return await AskAsync(ns, id, "cancelled", http, new CancelRollout { Rollout = id, By = http.Identity().Name, Reason = request.Reason }, _ => null, ct);
    }

    public async Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> RetryAsync(string ns, Guid id, HttpContext http, CancellationToken ct) =>
        await AskAsync(ns, id, Retried, http, new RetryRollout { Rollout = id, By = http.Identity().Name }, rollout =>
            rollout.Phase == RolloutPhase.Failed ? null : $"Only a failed rollout can be retried: it is {Word(rollout)}.", ct);

    public async Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> RollBackAsync(string ns, Guid id, HttpContext http, CancellationToken ct)
    {
        var request = await ReadAsync<RollbackRequest>(http);
        if (await rollouts.Documents.GetAsync(id.ToString(), ct) is { } found && found.Namespace == ns && await check.RunAsync(found, request, ct) is { } refused)
            return refused;
        var wish = new RollBackRollout { Rollout = id, By = http.Identity().Name, ToRevision = request.ToRevision, Clusters = request.Clusters };
        return await AskAsync(ns, id, RolledBack, http, wish, RollbackCheck.Objection, ct);
    }

    private async Task<Results<Accepted<RolloutAnswer>, ProblemHttpResult>> AskAsync<M>(
        string ns, Guid id, string what, HttpContext http, M wish, Func<RolloutDocument, string?> objection, CancellationToken ct)
        where M : class
    {
        while (true)
        {
            if (await rollouts.Documents.GetAsync(id.ToString(), ct) is not { } rollout || rollout.Namespace != ns)
                return Problems.NotFound($"Rollout '{id}' in namespace '{ns}'");
            if (await ObjectionAsync(rollout, what, objection, ct) is { } why)
                return Problems.Conflict(why);
            rollout.Asked = $"{what} by {http.Identity().Name}";
            rollout.Publish(wish);
            if (!await rollouts.ReplaceAsync(rollout, ct))
                continue;
            await waiting.ForAnswerAsync(id, ct);
            var now = await rollouts.Documents.GetAsync(id.ToString(), ct) ?? rollout;
            return TypedResults.Accepted(RolloutAnswers.Location(ns, id), await answers.WholeAsync(now, ct));
        }
    }

    private async Task<string?> ObjectionAsync(RolloutDocument rollout, string what, Func<RolloutDocument, string?> objection, CancellationToken ct)
    {
        if (rollout.Ended && what != RolledBack && !(what == Retried && rollout.Phase == RolloutPhase.Failed))
            return $"Rollout {rollout.CorrelationId} has ended: it is {Word(rollout)}{(rollout.Reason is { } reason ? $" ({reason})" : "")}. It can't be {what} any more.";
        if (rollout.Asked is { } asked)
            return $"Rollout {rollout.CorrelationId} is just being {asked}.";
        if (what is Retried or RolledBack && await applications.GetAsync(rollout.ApplicationKey, ct) is { } application && application.RolloutNumber > rollout.Number)
            return $"Rollout {application.Rollout} is newer; an older one can't be {what}.";
        return objection(rollout);
    }

    private static Task<WishRequest> ReadAsync(HttpContext http) => ReadAsync<WishRequest>(http);

    private static async Task<T> ReadAsync<T>(HttpContext http) where T : class, new() =>
        http.Request.ContentLength is null or 0 ? new() : (await Body<T>.BindAsync(http)).Value;

    private static string Word(RolloutDocument rollout) => rollout.Phase.ToString().ToLowerInvariant();
}
