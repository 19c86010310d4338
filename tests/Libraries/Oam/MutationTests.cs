using CsCheck;
using Platform.Oam;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

/// <summary>Documents that are nearly right: whatever is done to them, an answer comes and no exception.</summary>
public sealed class MutationTests
{
    private static readonly string[] Scraps =
    [
        "", " ", "\n", "\t", ":", "- ", "{", "}", "[", "]", "\"", "'", "&a", "*a", "<<: *a", "!!int", "|", ">", "#", "---\n", "...", "%YAML 1.1\n", "? ", "~", "null",
        "yes", "0x", "-1", "99999999999999999999", "1e999", ".nan", "${cluster.name}", "${cluster.params.x ?? [}", "$${", "${cluster.", "\u0000", "\ud800", "\ufeff", "é",
        "name: web", "type: scaler", "traits:", "properties:", "- name: web\n", "metadata: []", "spec: 1", "labels: {a: 1}", "objects: [1]", "kind: Application\n",
    ];

    /// <summary>What one document may make the parser, the checks and the renderer allocate together: some thousand times its size at most.</summary>
    private const long MostAllocated = 512L * 1024 * 1024;

    private static readonly string[] Definitions =
    [
        SampleTests.Sample("definitions/database.yaml"),
        SampleTests.Sample("definitions/network-guard.yaml"),
    ];

    private static readonly DefinitionCatalog Catalog =
        DefinitionCatalog.BuiltIn.With(Definitions.Select(text => DefinitionParser.Parse(text, out _)!.Definition));

    private static readonly string[] Documents =
    [
        SampleTests.Sample("definitions/application.yaml"),
        SampleTests.Sample("fifty-clusters/application.yaml"),
        .. ApplicationCorpus.Index().Select(row => row.File).Where(file => !file.StartsWith("support/", StringComparison.Ordinal)).Select(ApplicationCorpus.Read),
        Oam.Documents.Web("    traits:\n    - {type: env, properties: {env: {A: \"${cluster.name}\"}}}\n    - {type: gateway, properties: {http: {/: 80}}}", """
              policies:
              - {name: t, type: topology, properties: {clusterLabelSelector: {region: east}}}
              - name: o
                type: override
                properties: {components: [{name: "w.*", traits: [{type: scaler, properties: {replicas: 3}}]}], clusters: [east-1]}
              workflow:
                steps:
                - {name: a, type: deploy, timeout: 5m, properties: {policies: [t, o]}}
                - {name: b, type: suspend, dependsOn: [a]}
            """),
    ];

    private static readonly Gen<string> Mutated = MutatedOf(Documents);

    private static Gen<string> MutatedOf(string[] documents) =>
        from document in Gen.Int[0, documents.Length - 1].Select(i => documents[i])
        from changes in Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 40], Gen.Int[0, Scraps.Length - 1].Select(i => Scraps[i]), Gen.Int[0, 3]).Array[1, 6]
        select changes.Aggregate(document, Change);

    [Fact]
    public void A_mutated_document_never_throws_through_parsing_validation_and_rendering()
    {
        Mutated.Sample(
            text =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Everything(text);
                (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostAllocated, text);
            },
            iter: 3000);
    }

    [Fact]
    public void A_mutated_definition_never_throws_and_what_it_renders_never_does_either()
    {
        var application = ApplicationParser.Parse(SampleTests.Sample("definitions/application.yaml")).Application!;
        MutatedOf(Definitions).Sample(
            text =>
            {
                var definition = DefinitionParser.Parse(text, out var faults);
                (definition is null).ShouldBe(faults.Count > 0, text);
                if (definition is null) return;
                var catalog = Catalog.With([definition.Definition]);
                DeliveryPlanner.Plan(application, new() { Clusters = [Oam.Documents.East], Definitions = catalog });
                definition.Definition.Status?.Of([]).Message?.ToString();
            },
            iter: 1000);
    }

    /// <summary>Whatever the platform does with a document, in one go.</summary>
    private static void Everything(string text)
    {
        var parsed = ApplicationParser.Parse(text);
        parsed.Faults.ShouldAllBe(fault => fault.Detail.Length > 0);
        if (parsed.Application is not { } application)
        {
            parsed.Faults.ShouldNotBeEmpty(text);
            return;
        }

        NodesOf(application.Source).ShouldBeLessThanOrEqualTo(DocumentLimits.Nodes);
        Validation.Check(parsed, new() { Definitions = Catalog });
        Validation.Check(parsed, new() { Clusters = [Oam.Documents.East, Oam.Documents.West], Definitions = Catalog, Strict = true });
        Renderer.Render(application, new() { Cluster = Oam.Documents.East, Definitions = Catalog, Policies = [.. application.Policies.Select(policy => policy.Name)] });
        DeliveryPlanner.Plan(application, new() { Clusters = [Oam.Documents.East, Oam.Documents.West], Definitions = Catalog });
    }

    private static int NodesOf(DocumentNode node, int depth = 0)
    {
        depth.ShouldBeLessThanOrEqualTo(DocumentLimits.Depth + 1);
        return 1 + node.Items.Sum(item => NodesOf(item, depth + 1)) + node.Members.Sum(member => NodesOf(member.Value, depth + 1));
    }

    private static string Change(string text, (int At, int Length, string Scrap, int Kind) change)
    {
        if (text.Length == 0) return change.Scrap;
        var at = change.At % text.Length;
        var end = Math.Min(text.Length, at + change.Length);
        return change.Kind switch
        {
            0 => text.Insert(at, change.Scrap),
            1 => text.Remove(at, end - at),
            2 => string.Concat(text.AsSpan(0, at), change.Scrap, text.AsSpan(end)),
            _ => SwapLines(text, at, change.Length),
        };
    }

    /// <summary>Moves a line, or changes its depth: the mistakes people make.</summary>
    private static string SwapLines(string text, int at, int seed)
    {
        var lines = text.Split('\n').ToList();
        var from = text.AsSpan(0, at).Count('\n');
        var line = lines[from];
        lines.RemoveAt(from);
        lines.Insert((from + seed) % (lines.Count + 1), seed % 3 == 0 ? "  " + line : seed % 3 == 1 ? line.TrimStart() : line);
        return string.Join('\n', lines);
    }
}
