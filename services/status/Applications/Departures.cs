using Platform.Hosting;

namespace Platform.Status.Applications;

/// <summary>
/// Whether an application is gone, asked whenever something of it was applied: an application on many clusters is too large to be read for each of them.
/// Where this process is the only one it knows when one goes, and need not look each time.
/// </summary>
internal sealed class Departures(IOutbox<ApplicationDocument> applications, PlatformOptions platform, TimeProvider clock)
{
    private readonly Lately<bool> _gone = new(
        async id => await applications.Documents.CountAsync(Find<ApplicationDocument>.All.Where(a => a.Id, id).Where(a => a.Deleted, true)) > 0,
        platform.Mongo is null ? TimeSpan.FromMinutes(1) : TimeSpan.Zero, clock);

    /// <summary>It is gone, and the rollout was one of its own: the news is late.</summary>
    public async Task<bool> IsLateAsync(string application, Guid rollout, CancellationToken ct) =>
        await _gone.AskAsync(application, ct) && await applications.Documents.GetAsync(application, ct) is { Deleted: true } gone && gone.Knows(rollout);

    /// <summary>An application has just gone.</summary>
    public void Left(string application) => _gone.Forget(application);
}
