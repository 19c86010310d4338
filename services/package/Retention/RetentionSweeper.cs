using Microsoft.Extensions.Options;
using Platform.Oci;
using Platform.Package.Artifacts;
using Platform.Package.Packaging;
using Platform.Package.Tags;
using Platform.Storage;

namespace Platform.Package.Retention;

/// <summary>
/// Now and then deletes packages that outlived their rules and that nobody uses, then frees what they held in the artifact store. Several
/// processes may do so at once: a package is deleted by one of them.
/// </summary>
internal sealed class RetentionSweeper(
    IDocuments<PackagingSaga> packages, IDocuments<RetentionDocument> rules, PackageTags tags, PackageDeletion deletion, ReleasedArtifacts released,
    IArtifactStore store, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionSweeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was, the next time may be better; what was not deleted is still there.
                PackageLogging.SweepBroke(log, e);
            }
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        var applications = new HashSet<string>();
        await foreach (var package in packages.FindAllAsync(Find<PackagingSaga>.All, ct))
            applications.Add(package.Owner);
        foreach (var application in applications)
            await SweepAsync(application, ct);

        await released.RemoveAsync(options.Value.Unreferenced, ct);
        var collected = await store.CollectAsync(options.Value.Unreferenced, ct);
        if (collected.Blobs > 0)
            PackageLogging.Collected(log, collected.Blobs, collected.Bytes);
    }

    private async Task SweepAsync(string application, CancellationToken ct)
    {
        var own = await rules.GetAsync(application, ct);
        var rule = own is null ? new RetentionRule(options.Value.Keep, options.Value.MaxAge) : new RetentionRule(own.Keep, own.MaxAge);
        if (rule.KeepsAll)
            return;

        var all = new List<PackagingSaga>();
        await foreach (var package in packages.FindAllAsync(Find<PackagingSaga>.All.Where(p => p.Owner, application), ct))
            all.Add(package);
        var tagged = await tags.OfApplicationAsync(application, ct);
        foreach (var package in rule.Outlived(all, p => tagged.Contains(p.PackageVersion), time.GetUtcNow()))
        {
            if ((await deletion.DeleteAsync(package.Namespace, package.Application, package.PackageVersion, ct)).Deleted)
                PackageLogging.Outlived(log, package.Application, package.PackageVersion);
        }
    }
}
