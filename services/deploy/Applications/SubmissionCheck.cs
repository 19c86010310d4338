using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Deploy.Clusters;
using Platform.Deploy.Definitions;
using Platform.Deploy.Packages;
using Platform.Deploy.Planning.Fetching;
using Platform.Hosting;
using Platform.Oam;

namespace Platform.Deploy.Applications;

/// <summary>Reads an application and tells everything that speaks against it, before anything is stored.</summary>
internal sealed class SubmissionCheck(ClusterRegistry registry, PackageCatalog packages, TypeLibrary definitions, Fetcher fetcher)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    /// <param name="ns">The namespace of the path.</param>
    /// <param name="name">The name of the path, where it has one.</param>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="strict">Warnings become faults.</param>
    /// <param name="ct">The caller went away.</param>
    public async Task<(CheckedApplication? Checked, ProblemHttpResult? Refused)> RunAsync(string ns, string? name, string text, bool strict, CancellationToken ct)
    {
        var parsed = ApplicationParser.Parse(text, ns);
        if (!parsed.IsReadable)
            return (null, Problems.Unreadable("The document can't be read.", Errors(parsed.Faults)));
        if (parsed.Application is not { } application)
            return (null, Problems.Unprocessable(Errors(parsed.Faults)));

        var clusters = await registry.FactsAsync(ct);
        var package = application.Package is { } reference ? await packages.ResolveAsync(ns, reference, ct) : null;
        var catalog = await definitions.NowAsync(ct);
        var input = new ValidationInput
        {
            Definitions = catalog,
            Clusters = clusters,
            Package = PackageEntry.ForRendering(application, package?.Components),
            Strict = strict,
        };
        ValidationResult result;
        Snapshot snapshot;
        try
        {
            (result, snapshot) = await fetcher.RunAsync(known => Validation.Check(parsed, input with { Snapshot = known }), check => check.Needs, null, ct);
        }
        catch (NotNowException e)
        {
            return (null, Problems.Unavailable($"{e.Message} Nothing was stored; try again.", TryAgain));
        }

        var faults = result.Faults.Concat(OfPath(application, ns, name)).Concat(RolloutCheck.Of(application)).ToList();
        if (application.Package is { } missing && package is null)
            faults.Add(NoPackage(application, missing, await packages.VersionsAsync(ns, missing.Name, ct)));
        return faults.Count > 0
            ? (null, Problems.Unprocessable(Errors(faults)))
            : (new(text, application, package, clusters, snapshot, result.Warnings) { Definitions = catalog }, null);
    }

    public static IEnumerable<ProblemError> Errors(IEnumerable<Fault> faults) =>
        faults.Select(fault => new ProblemError(fault.Path, fault.Line, fault.Column, fault.Detail));

    private static IEnumerable<Fault> OfPath(Application application, string ns, string? name)
    {
        var metadata = application.Source["metadata"]!;
        if (application.Namespace != ns)
            yield return metadata["namespace"]!.Fault($"the document says namespace '{application.Namespace}', the path says '{ns}'");
        if (name is not null && application.Name != name)
            yield return metadata["name"]!.Fault($"the document says name '{application.Name}', the path says '{name}'");
    }

    private static Fault NoPackage(Application application, PackageReference wanted, IReadOnlyList<string> known) =>
        application.Source["metadata"]!["annotations"]![WellKnown.Package]!.Fault(known.Count == 0
            ? $"application package '{wanted}' doesn't exist: there is no package '{wanted.Name}' in namespace '{application.Namespace}'"
            : $"application package '{wanted}' doesn't exist; known versions of '{wanted.Name}' are {string.Join(", ", known)}");
}
