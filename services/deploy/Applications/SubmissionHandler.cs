using Microsoft.AspNetCore.Http;
using Platform.Deploy.DryRuns;
using Platform.Deploy.Rollouts;
using Platform.Hosting;
using Platform.Storage;

namespace Platform.Deploy.Applications;

/// <summary>How an application is to be taken.</summary>
internal sealed record SubmissionOptions(bool DryRun, bool Strict, WaitQuery Wait);

/// <summary>POST and PUT of an application: check, then show what would be, or do it.</summary>
internal sealed class SubmissionHandler(
    SubmissionCheck check, Submission submission, DryRun dryRun, RolloutWaiting waiting, IDocuments<ApplicationDocument> applications)
{
    public async Task<IResult> HandleAsync(string ns, string? name, string text, SubmissionOptions options, HttpContext http, CancellationToken ct)
    {
        var (given, refused) = await check.RunAsync(ns, name, text, options.Strict, ct);
        if (given is null)
            return refused!;
        if (options.DryRun)
            return TypedResults.Ok(await dryRun.RunAsync(given, ct));

        var known = await applications.GetAsync(given.Key, ct);
        if (http.Request.Refuses(known is { Deleted: false } ? known.RolloutNumber : 0) is { } changed)
            return changed;
        var (answer, refusal) = await submission.RunAsync(given, http.Identity().Name, ct);
        if (answer is null)
            return Problems.Conflict(refusal!);
        await waiting.ForEndAsync(options.Wait, answer.Rollout, ct);
        return TypedResults.Accepted(RolloutAnswers.Location(ns, answer.Rollout), answer);
    }
}
