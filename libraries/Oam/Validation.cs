using Platform.Oam.Plugins;
using Platform.Oam.Rendering;
using Platform.Oam.Validating;

namespace Platform.Oam;

/// <summary>Checks an application against everything that is known before it is accepted.</summary>
public static class Validation
{
    /// <summary>
    /// Everything that speaks against the application, and everything that probably isn't meant: nothing is stored when
    /// there is a fault. Faults of reading it (<see cref="ParsedApplication.Faults" />) are not repeated. With needs but no faults,
    /// the check goes on when they are answered in the snapshot.
    /// </summary>
    public static ValidationResult Check(Application application, ValidationInput? input = null)
    {
        input ??= new();
        var findings = new Findings();
        application = Expansion.Apply(application, input.Definitions, findings);
        new ApplicationCheck(application, input, findings, input.Definitions).Run();
        var needs = findings.HasFaults ? [] : Rehearse(application, input, findings);
        if (input.Strict) findings.AddAll(findings.Warnings());
        return new(findings.Faults(), input.Strict ? [] : findings.Warnings()) { Needs = findings.HasFaults ? [] : needs };
    }

    /// <summary>The same for what a reader gave, with everything the reader found.</summary>
    public static ValidationResult Check(ParsedApplication parsed, ValidationInput? input = null)
    {
        var findings = new Findings();
        var strict = input?.Strict == true;
        findings.AddAll(parsed.Faults);
        if (strict) findings.AddAll(parsed.Warnings);
        else findings.WarnAll(parsed.Warnings);
        var result = parsed.Application is { } application ? Check(application, input) : new([], []);
        findings.AddAll(result.Faults);
        findings.WarnAll(result.Warnings);
        return new(findings.Faults(), findings.Warnings()) { Needs = findings.HasFaults ? [] : result.Needs };
    }

    /// <summary>Renders it all once: only that finds traits that contradict each other and values that clusters lack.</summary>
    private static IReadOnlyList<Need> Rehearse(Application application, ValidationInput input, Findings findings)
    {
        if (input.Clusters is { } clusters)
        {
            var plan = DeliveryPlanner.Plan(
                application, new() { Clusters = clusters, Package = PackageOf(application, input), Snapshot = input.Snapshot, Definitions = input.Definitions });
            findings.AddAll(plan.Faults);
            findings.WarnAll(plan.Warnings);
            return plan.Needs;
        }

        RenderInput plain = new()
        {
            Cluster = new() { Name = Topology.Local, IsDefault = true },
            Package = PackageOf(application, input),
            Snapshot = input.Snapshot,
            Definitions = input.Definitions,
        };
        var rendering = new ClusterRendering(application, plain, new(application, input.Definitions)).Run();
        findings.AddAll(rendering.Findings.Faults());
        findings.WarnAll(rendering.Findings.Warnings());
        return [.. rendering.Needs.Distinct()];
    }

    /// <summary>Until it is known which package is meant, it has whatever the application needs.</summary>
    internal static IReadOnlyDictionary<string, PackageComponent>? PackageOf(Application application, ValidationInput input) =>
        input.Package is not null || application.Package is null
            ? input.Package
            : application.Components.DistinctBy(component => component.Name).ToDictionary(component => component.Name, component => PackageComponent.Assumed(component.Type));
}
