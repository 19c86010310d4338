using Platform.Contracts.Package.V1;
using Platform.Package.Packaging;

namespace Platform.Package.Retention;

/// <summary>
/// Which packages of an application go: those beyond the count, and those beyond the age. Packages that never became complete count by
/// themselves. The newest complete one stays whatever its age; what is tagged or under way is not looked at.
/// </summary>
internal sealed record RetentionRule(int? Keep, TimeSpan? MaxAge)
{
    internal bool KeepsAll => Keep is null && MaxAge is null;

    internal IEnumerable<PackagingSaga> Outlived(IReadOnlyCollection<PackagingSaga> packages, Func<PackagingSaga, bool> isTagged, DateTimeOffset now)
    {
        var newestFirst = packages.Where(p => p.HasEnded && !p.Leaving).OrderByDescending(p => p.CreatedAt).ToList();
        var complete = newestFirst.Where(p => p.Phase == PackagePhase.Succeeded).ToList();
        var others = newestFirst.Where(p => p.Phase != PackagePhase.Succeeded);
        return Beyond(complete, now).Where(p => p != complete[0] && !isTagged(p)).Concat(Beyond(others, now));
    }

    private IEnumerable<PackagingSaga> Beyond(IEnumerable<PackagingSaga> newestFirst, DateTimeOffset now) =>
        newestFirst.Where((package, rank) => rank >= Keep || now - (package.EndedAt ?? package.CreatedAt) > MaxAge);
}
