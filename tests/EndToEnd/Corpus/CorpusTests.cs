using Platform.Tests.Support;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Corpus;

/// <summary>Every Application of the corpus goes through the gateway to sandbox clusters, and comes to the end that it should.</summary>
public sealed class CorpusTests(CorpusWorld world) : IClassFixture<CorpusWorld>
{
    /// <summary>Files that don't simply succeed, with how they end and a part of the reason.</summary>
    private static readonly Dictionary<string, (string Ended, string Reason)> Others = new()
    {
        // Nobody is there to approve in time, and a placeholder is no URL.
        ["extra/workflow/if-status-timeout.yaml"] = ("failed", "suspend: nobody approved in time"),
        ["extra/workflow/if-inputs.yaml"] = ("failed", "suspend: nobody approved in time"),
        ["workflow/step-timeout.yaml"] = ("failed", "suspend: nobody approved in time"),
        // Where there is a network they succeed.
        ["extra/component/helmchart-valuesfrom-merge.yaml"] = ("refused", "https://stefanprodan.github.io/podinfo/index.yaml "),
        ["extra/workflow/webhook.yaml"] = ("failed", "webhook: "),
        // What is wrong is told, and nothing is done.
        ["invalid/duplicate-component-name.yaml"] = ("refused", "component name 'myweb' is used twice"),
        ["extra/invalid/helm-bad-version.yaml"] = ("refused", "'placeholder_ns' can't be the namespace of a release"),
        ["invalid/service-binding-ports-not-list.yaml"] = ("refused", "has to be a list, but 80 is a number"),
        ["extra/invalid/apply-object-typo-component.yaml"] = ("refused", "names component 'express-serve', which doesn't exist; did you mean 'express-server'?"),
        ["invalid/step-name-duplicate.yaml"] = ("refused", "step name 'suspend' is used twice"),
        ["extra/invalid/substep-name-duplicate.yaml"] = ("refused", "step name 'sub' is used twice"),
        ["invalid/step-timeout-bad.yaml"] = ("refused", "'test' isn't a duration"),
        ["invalid/publishversion-and-autoupdate.yaml"] = ("refused", "exclude each other"),
    };

    /// <summary>They ask public addresses.</summary>
    private static readonly HashSet<string> NeedsNetwork = ["extra/component/helmchart-valuesfrom-merge.yaml", "extra/workflow/webhook.yaml"];

    /// <summary>What clusters have otherwise than it was rendered, with the reason why.</summary>
    private static readonly Dictionary<string, string> Otherwise = new()
    {
        // A list of variables is a map by name to an API server: it refuses names that come twice, so the last one counts, as in a container.
        ["component/webservice-basic.yaml"] = ".spec.template.spec.containers[0].env is ",
    };

    public static TheoryData<string> All => [.. ApplicationCorpus.Index().Select(row => row.File).Where(file => !file.StartsWith("support/", StringComparison.Ordinal)).DefaultIfEmpty("")];

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_application_comes_to_its_end(string file)
    {
        ApplicationCorpus.Require();
        var outcome = await world.OutcomeAsync(file);

        var (ended, reason) = NeedsNetwork.Contains(file) && outcome.Ended == "succeeded" ? ("succeeded", "") : Others.GetValueOrDefault(file, ("succeeded", ""));
        outcome.Ended.ShouldBe(ended, outcome.Reason);
        outcome.Reason.ShouldContain(reason);
        if (Otherwise.TryGetValue(file, out var difference))
            outcome.Differences.ShouldHaveSingleItem().ShouldContain(difference);
        else
            outcome.Differences.ShouldBeEmpty();
    }
}
