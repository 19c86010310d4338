using System.Text.Json.Nodes;
using Platform.Oam;
using Platform.Oam.Definitions;
using Platform.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Real applications give the objects their own runtime gives, or a clear word why not.</summary>
public sealed class CorpusTests
{
    private static readonly ClusterFacts Local = new() { Name = "local", IsDefault = true };

    /// <summary>What INDEX.tsv expects of files that aren't simply valid: every fault there is, by a part of its detail.</summary>
    private static readonly Dictionary<string, string[]> Refusals = new()
    {
        ["invalid/duplicate-component-name.yaml"] = ["component name 'myweb' is used twice"],
        ["invalid/step-name-duplicate.yaml"] = ["step name 'suspend' is used twice"],
        ["extra/invalid/substep-name-duplicate.yaml"] = ["step name 'sub' is used twice"],
        ["invalid/step-timeout-bad.yaml"] = ["'test' isn't a duration"],
        ["invalid/publishversion-and-autoupdate.yaml"] = ["exclude each other"],
        ["invalid/service-binding-ports-not-list.yaml"] = ["has to be a list, but 80 is a number"],
        ["extra/invalid/helm-bad-version.yaml"] = ["'placeholder_ns' can't be the namespace of a release"],
        ["extra/invalid/apply-object-typo-component.yaml"] = ["names component 'express-serve', which doesn't exist; did you mean 'express-server'?"],
    };

    public static TheoryData<string> All => [.. ApplicationCorpus.Root is not null ? ApplicationCorpus.Index().Select(row => row.File) : [""]];

    public static TheoryData<string> WithObjects => [.. ApplicationCorpus.Root is not null ? Corpus.FilesWithObjects() : [""]];

    [Theory]
    [MemberData(nameof(WithObjects))]
    public void An_application_gives_the_objects_upstream_gives(string file)
    {
        if (UnsupportedTypes(Read(file), ofRendering: true) is { Count: > 0 } types) Assert.Skip($"not supported yet: {string.Join(", ", types)}");

        var (ours, theirs) = Both(file);

        ours.Count.ShouldBe(theirs.Count);
        foreach (var (our, their) in ours.Zip(theirs)) our.ShouldBe(their);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_application_has_the_outcome_of_the_index(string file)
    {
        ApplicationCorpus.Require();
        if (file.StartsWith("support/", StringComparison.Ordinal)) Assert.Skip("no Application by itself");
        var parsed = ApplicationParser.Parse(ApplicationCorpus.Text(file));
        parsed.Application.ShouldNotBeNull();
        var faults = Validation.Check(parsed).Faults.Select(fault => fault.ToString()).ToList();

        foreach (var type in UnsupportedTypes(parsed.Application, ofRendering: false))
            faults.RemoveAll(fault => fault.Contains($"type '{type}' isn't supported yet", StringComparison.Ordinal)).ShouldBeGreaterThan(0, type);
        var expected = Refusals.GetValueOrDefault(file, []);
        faults.Count.ShouldBe(expected.Length, string.Join('\n', faults));
        foreach (var (fault, part) in faults.Zip(expected)) fault.ShouldContain(part);
    }

    [Fact]
    public void A_parameter_a_type_does_not_have_is_a_warning_and_strictly_a_fault()
    {
        var application = Read("extra/component/depends-on-chain.yaml");
        Validation.Check(application, new() { Strict = true }).Faults.ShouldBeEmpty();
        var text = ApplicationCorpus.Read("extra/component/depends-on-chain.yaml").Replace("expose: true", "exposed: true", StringComparison.Ordinal);
        var parsed = ApplicationParser.Parse(text);

        var warning = Validation.Check(parsed).Warnings.ShouldHaveSingleItem();
        warning.Detail.ShouldContain("has no property 'exposed', so it has no effect; did you mean 'expose'?");
        warning.Path.ShouldBe("/spec/components/2/properties/ports/0/exposed");
        Validation.Check(parsed).IsValid.ShouldBeTrue();
        Validation.Check(parsed, new() { Strict = true }).Faults.ShouldHaveSingleItem().Detail.ShouldBe(warning.Detail);
    }

    /// <summary>The objects of a file as they are rendered, and as they are expected.</summary>
    internal static (List<string> Ours, List<string> Theirs) Both(string file)
    {
        var rendered = Renderer.Render(Read(file), new() { Cluster = Local });
        rendered.Faults.ShouldBeEmpty();
        return ([.. rendered.Objects.Select(item => Normalised(item.Manifest))], [.. Corpus.Objects(file).Select(Normalised)]);
    }

    private static Application Read(string file)
    {
        ApplicationCorpus.Require();
        var parsed = ApplicationParser.Parse(ApplicationCorpus.Text(file));
        parsed.Faults.ShouldBeEmpty();
        return parsed.Application.ShouldNotBeNull();
    }

    private static List<string> UnsupportedTypes(Application application, bool ofRendering)
    {
        var catalog = DefinitionCatalog.BuiltIn;
        var missing = application.Components.Select(component => component.Type).Where(type => catalog.Find<ComponentDefinition>(type) is null)
            .Concat(application.Components.SelectMany(component => component.Traits).Select(trait => trait.Type).Where(type => catalog.Find<TraitDefinition>(type) is null));
        if (!ofRendering)
        {
            missing = missing
                .Concat(application.Policies.Select(policy => policy.Type).Where(type => catalog.Find<PolicyDefinition>(type) is null))
                .Concat(application.Workflow?.Steps.Select(step => step.Type).Where(type => catalog.Find<StepDefinition>(type) is null) ?? []);
        }

        return [.. missing.Distinct()];
    }

    /// <summary>Without what the expected objects leave out: our own label, empty lists.</summary>
    private static string Normalised(JsonNode manifest)
    {
        var copy = Sorted(manifest)!;
        (copy["metadata"]!["labels"] as JsonObject)?.Remove("platform.oam.dev/managed-by");
        return copy.ToJsonString(new() { WriteIndented = true });
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map
            .Where(pair => pair.Value is not JsonArray { Count: 0 })
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
