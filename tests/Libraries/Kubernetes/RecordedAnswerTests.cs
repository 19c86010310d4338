using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Kubernetes;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Kubernetes;

/// <summary>What a real API server answered, read by our readers.</summary>
public sealed class RecordedAnswerTests
{
    [Fact]
    public void Aggregated_and_plain_discovery_agree()
    {
        var recorded = Recorded("discovery.jsonl").ToList();
        var stale = new List<string>();
        var aggregated = new Discovery(Bodies(recorded, "aggregated discovery of /api", "aggregated discovery of /apis")
            .SelectMany(b => DiscoveryReader.OfAggregated(b, stale)));

        stale.ShouldBeEmpty();
        aggregated.TryFind("apps/v1", "Deployment", out var deployment).ShouldBeTrue();
        deployment.Path("shop", "web").ShouldBe("/apis/apps/v1/namespaces/shop/deployments/web");
        aggregated.TryFind("v1", "Namespace", out var ns).ShouldBeTrue();
        ns.Path("ignored", "shop").ShouldBe("/api/v1/namespaces/shop");
        aggregated.Preferred("autoscaling", "HorizontalPodAutoscaler").ShouldNotBeNull().Version.ShouldBe("v2");
        foreach (var (name, group, version) in new[] { ("core v1 resources", "", "v1"), ("apps/v1 resources", "apps", "v1"), ("batch/v1 resources", "batch", "v1") })
        {
            var plain = DiscoveryReader.OfPlain(group, version, Bodies(recorded, name).Single()).ToList();
            plain.ShouldNotBeEmpty();
            foreach (var resource in plain.Where(r => r.Group == group))
            {
                var same = aggregated.Resources.Single(r => r.ApiVersion == resource.ApiVersion && r.Plural == resource.Plural);
                (same.Kind, same.Namespaced).ShouldBe((resource.Kind, resource.Namespaced));
            }
        }
    }

    [Fact]
    public void Every_recorded_refusal_of_an_apply_says_what_is_wrong_and_whether_to_try_again()
    {
        var refusals = Recorded("apply.jsonl").Where(r => r["response"]!["status"]!.GetValue<int>() >= 400 && r["response"]!["body"] is JsonObject).ToList();
        refusals.Count.ShouldBeGreaterThan(20);
        foreach (var refusal in refusals)
        {
            var response = refusal["response"]!;
            var failure = FailureReader.Of(new(response["status"]!.GetValue<int>(), Encoding.UTF8.GetBytes(response["body"]!.ToJsonString()), [], null));
            var name = refusal["name"]!.ToString();
            failure.Message.ShouldBe(response["body"]!["message"]!.ToString(), name);
            // A stale resourceVersion is the one conflict that goes away by itself.
            failure.Retryable.ShouldBe(failure is { StatusCode: 409, Conflicts.Count: 0 }, name);
            if (failure.Message.StartsWith("Apply failed with", StringComparison.Ordinal))
                failure.Conflicts.ShouldAllBe(c => c.Field.StartsWith('.') && c.Manager.Length > 0 && failure.Message.Contains($"\"{c.Manager}\""), name);
            if (failure.StatusCode == 500)
                failure.Reason.ShouldBe(FailureReasons.InvalidDocument, name);
        }
    }

    [Fact]
    public void The_version_of_every_recorded_apply_is_found_without_reading_the_rest()
    {
        foreach (var answer in Recorded("apply.jsonl").Select(r => r["response"]!).Where(r => r["status"]!.GetValue<int>() is 200 or 201 && (r["body"] as JsonObject)?["metadata"]?["uid"] is not null && r["body"]!["metadata"]!["resourceVersion"] is not null))
        {
            var metadata = answer["body"]!["metadata"]!;
            var read = AppliedMetadata.Read(Encoding.UTF8.GetBytes(answer["body"]!.ToJsonString()));
            (read.Uid, read.ResourceVersion, read.Generation).ShouldBe(
                (metadata["uid"]!.ToString(), metadata["resourceVersion"]!.ToString(), metadata["generation"]?.GetValue<long>() ?? 0));
        }
    }

    [Fact]
    public void Objects_are_applied_in_the_order_they_need_each_other() =>
        ApplyOrder.Sort(["Deployment", "Widget", "Service", "ConfigMap", "Namespace", "Ingress", "CustomResourceDefinition", "ServiceAccount", "Secret"], k => k)
            .ShouldBe(["Namespace", "CustomResourceDefinition", "ServiceAccount", "ConfigMap", "Secret", "Service", "Deployment", "Widget", "Ingress"]);

    private static IEnumerable<JsonObject> Recorded(string file) =>
        File.ReadLines(Path.Combine(Corpus.Folder("kubernetes"), file)).Select(l => JsonNode.Parse(l)!.AsObject());

    private static IEnumerable<JsonElement> Bodies(IEnumerable<JsonObject> recorded, params string[] names) =>
        recorded.Where(r => names.Contains(r["name"]!.ToString())).Select(r => JsonSerializer.SerializeToElement(r["response"]!["body"]));
}
