using CsCheck;
using Platform.Oam;
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

    private static readonly string[] Documents =
    [
        .. Corpus.Index().Select(row => row.File).Where(file => !file.StartsWith("support/", StringComparison.Ordinal)).Select(Corpus.Read),
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

    private static readonly Gen<string> Mutated =
        from document in Gen.Int[0, Documents.Length - 1].Select(i => Documents[i])
        from changes in Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 40], Gen.Int[0, Scraps.Length - 1].Select(i => Scraps[i]), Gen.Int[0, 3]).Array[1, 6]
        select changes.Aggregate(document, Change);

    [Fact]
    public void A_mutated_document_never_throws_through_parsing_validation_and_rendering()
    {
        Mutated.Sample(
            text =>
            {
                var parsed = ApplicationParser.Parse(text);
                parsed.Faults.ShouldAllBe(fault => fault.Detail.Length > 0);
                if (parsed.Application is not { } application)
                {
                    parsed.Faults.ShouldNotBeEmpty(text);
                    return;
                }

                Validation.Check(parsed);
                Validation.Check(parsed, new() { Clusters = [Oam.Documents.East, Oam.Documents.West], Strict = true });
                Renderer.Render(application, new() { Cluster = Oam.Documents.East, Policies = [.. application.Policies.Select(policy => policy.Name)] });
                DeliveryPlanner.Plan(application, new() { Clusters = [Oam.Documents.East, Oam.Documents.West] });
            },
            iter: 3000);
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
