using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Contracts.Package.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Oci;
using Platform.Package.Sources;
using Platform.Package.Tags;
using Platform.Storage;

namespace Platform.Package.Packaging;

/// <summary><c>namespaces/{ns}/packages/{app}</c>: application packages, from the wish to the finished artifact.</summary>
internal static class PackageEndpoints
{
    internal static void MapPackages(this IEndpointRouteBuilder routes)
    {
        var packages = routes.MapGroup("/api/v1/namespaces/{ns}/packages/{app}").WithTags("packages");
        packages.MapGet("", ListAsync).Requires(Role.Viewer).WithName("ListPackages").WithSummary("The packages of an application, newest first");
        packages.MapPost("", CreateAsync).Requires(Role.Developer).WithName("CreatePackage").WithSummary("Builds and packages all components of an application");
        packages.MapGet("{version}", GetAsync).Requires(Role.Viewer).WithName("GetPackage").WithSummary("One package");
        packages.MapPost("{version}/cancel", CancelAsync).Requires(Role.Developer).WithName("CancelPackage").WithSummary("Ends the builds of a package");
        packages.MapPost("{version}/retry", RetryAsync).Requires(Role.Developer).WithName("RetryPackage").WithSummary("Builds again what failed or was cancelled");
        packages.MapDelete("{version}", DeleteAsync).Requires(Role.Developer).WithName("DeletePackage").WithSummary("Deletes a package no revision uses");
    }

    private static async Task<Ok<ListResult<PackageView>>> ListAsync(
        string ns, string app, ListQuery query, IDocuments<PackagingSaga> packages, PackageViews views, CancellationToken ct)
    {
        var find = Find<PackagingSaga>.All.Where(p => p.Owner, SourceDocument.ApplicationOf(ns, app))
            .OrderByDescending(p => p.CreatedAt).Limit(query.Limit).ContinueFrom(query.Continue);
        var page = await packages.FindAsync(find, ct);
        var shown = page.Items.Where(p => !p.Leaving && query.Labels.Matches(p.Labels));
        return TypedResults.Ok(new ListResult<PackageView>(await views.OfAsync(SourceDocument.ApplicationOf(ns, app), shown, ct), page.Continue));
    }

    private static async Task<Results<Accepted<PackageView>, ProblemHttpResult>> CreateAsync(
        string ns, string app, Body<JsonNode> body, HttpContext http, WaitQuery wait, IOutbox<PackagingSaga> packages, IDocuments<SourceDocument> sources,
        IArtifactStore store, PackageViews views, TimeProvider time, CancellationToken ct)
    {
        var (request, faults) = PackageRequest.Read(body.Value);
        var all = Names.Faults(("namespace", ns), ("application", app)).Concat(faults).ToList();
        if (request is null || all.Count > 0)
            return Problems.Unprocessable(all);

        var registered = await RegisteredAsync(ns, app, sources, ct);
        if (registered.Count == 0)
            return Problems.Unprocessable($"Application {app} in namespace {ns} has no component sources; register them with PUT namespaces/{ns}/sources/{app}/<component> first.");

        var wish = new PackageWish(packages, store, time, http.Identity().Name);
        var (package, refusal) = await wish.BeginAsync(ns, app, request, registered, ct);
        return refusal is not null ? refusal : await AcceptedAsync(package!, http, wait, packages.Documents, views, ct);
    }

    private static async Task<Results<Ok<PackageView>, ProblemHttpResult>> GetAsync(
        string ns, string app, string version, WaitQuery wait, IDocuments<PackagingSaga> packages, PackageTags tags, PackageViews views, CancellationToken ct)
    {
        // A tag may stand for the version it leads to.
        var named = PackageTags.Fault(version) is null ? await tags.VersionOfAsync(SourceDocument.ApplicationOf(ns, app), version, ct) : null;
        var package = await EndedAsync(PackagingSaga.IdOf(ns, app, named ?? version), wait, packages, ct);
        return package is null ? NotFound(ns, app, version) : TypedResults.Ok(await views.OfAsync(package, ct));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string ns, string app, string version, PackageDeletion deletion, CancellationToken ct) =>
        (await deletion.DeleteAsync(ns, app, version, ct)).Refusal is { } refusal ? refusal : TypedResults.NoContent();

    private static async Task<Results<Accepted<PackageView>, ProblemHttpResult>> CancelAsync(
        string ns, string app, string version, HttpContext http, WaitQuery wait, IOutbox<PackagingSaga> packages, PackageViews views, CancellationToken ct)
    {
        var package = await packages.UpdateAsync(PackagingSaga.IdOf(ns, app, version).ToString(), p =>
        {
            if (!p.Leaving && !p.HasEnded)
                p.Publish(new CancelPackaging { Packaging = p.CorrelationId });
            return !p.Leaving && !p.HasEnded;
        }, ct: ct);
        if (package is null || package.Leaving)
            return NotFound(ns, app, version);
        return package.HasEnded
            ? Problems.Conflict($"Package {app}:{version} has ended already: {PhaseOf(package)}.")
            : await AcceptedAsync(package, http, wait, packages.Documents, views, ct);
    }

    private static async Task<Results<Accepted<PackageView>, ProblemHttpResult>> RetryAsync(
        string ns, string app, string version, HttpContext http, WaitQuery wait, IOutbox<PackagingSaga> packages, IDocuments<SourceDocument> sources,
        PackageViews views, CancellationToken ct)
    {
        PackagePhase? refusedIn = null;
        var registered = await RegisteredAsync(ns, app, sources, ct);
        var who = http.Identity().Name;
        var package = await packages.UpdateAsync(PackagingSaga.IdOf(ns, app, version).ToString(), p =>
        {
            refusedIn = p.Phase is PackagePhase.Failed or PackagePhase.Cancelled ? null : p.Phase;
            if (p.Leaving || refusedIn is not null)
                return false;
            p.TakeCredentials(registered);
            p.BeginAgain(labels: null, who, force: false);
            return true;
        }, ct: ct);
        if (package is null || package.Leaving)
            return NotFound(ns, app, version);
        return refusedIn is not null
            ? Problems.Conflict($"Package {app}:{version} is {PhaseOf(package)}; only a failed or cancelled one is tried again.")
            : await AcceptedAsync(package, http, wait, packages.Documents, views, ct);
    }

    private static async Task<IReadOnlyList<SourceDocument>> RegisteredAsync(
        string ns, string app, IDocuments<SourceDocument> sources, CancellationToken ct)
    {
        var registered = new List<SourceDocument>();
        await foreach (var source in sources.FindAllAsync(Find<SourceDocument>.All.Where(s => s.Application, SourceDocument.ApplicationOf(ns, app)), ct))
            registered.Add(source);
        return registered;
    }

    internal static ProblemHttpResult NotFound(string ns, string app, string version) =>
        Problems.NotFound($"Package {app}:{version} in namespace {ns}");

    internal static string PhaseOf(PackagingSaga package) => package.CurrentState.ToLowerInvariant();

    private static async Task<Accepted<PackageView>> AcceptedAsync(
        PackagingSaga package, HttpContext http, WaitQuery wait, IDocuments<PackagingSaga> packages, PackageViews views, CancellationToken ct)
    {
        var now = await EndedAsync(package.CorrelationId, wait, packages, ct) ?? package;
        return TypedResults.Accepted(PackageView.PathOf(package), await views.OfAsync(now, ct));
    }

    /// <summary>The package once it has ended, or as it is when the time is up; null when there is none.</summary>
    private static async Task<PackagingSaga?> EndedAsync(Guid id, WaitQuery wait, IDocuments<PackagingSaga> packages, CancellationToken ct)
    {
        PackagingSaga? package = null;
        await wait.ForAsync(async () =>
        {
            package = await packages.GetAsync(id.ToString(), ct);
            return package is null || package.HasEnded;
        }, ct);
        return package is { Leaving: false } ? package : null;
    }
}
