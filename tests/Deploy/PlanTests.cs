using System.Text.Json.Nodes;
using Platform.Deploy.Planning;
using Platform.Oam;

namespace Platform.Deploy.Tests;

public sealed class PlanTests
{
    [Fact]
    public void A_plan_that_many_clusters_get_is_opened_once_for_those_at_work()
    {
        var (plan, opened) = (new PlanDocument { Objects = "sealed" }, new List<string>());

        var first = plan.Opened(Open);
        var second = plan.Opened(Open);

        second.ShouldBeSameAs(first);
        opened.ShouldBe(["sealed"]);

        IReadOnlyList<PlannedObject> Open(string text)
        {
            opened.Add(text);
            return OpenedPlan.Of([Object("Deployment", "web")]);
        }
    }

    [Fact]
    public void What_an_autoscaler_of_the_plan_scales_does_not_fix_its_replicas()
    {
        var objects = OpenedPlan.Of(
        [
            Object("Deployment", "web", """{"replicas":2,"paused":false}"""), Object("Deployment", "api", """{"replicas":2}"""),
            Object("HorizontalPodAutoscaler", "web", """{"scaleTargetRef":{"kind":"Deployment","name":"web"}}"""),
        ]);

        objects.Where(item => item.Scaled).Select(item => item.Key.Name).ShouldBe(["web"]);
        objects[0].Fixed.Paths.Select(path => path.Text).ShouldBe(["/spec/paused"]);
        objects[1].Fixed.Paths.Select(path => path.Text).ShouldBe(["/spec/replicas"]);
    }

    [Fact]
    public void What_is_applied_once_is_not_fixed()
    {
        var web = Object("Deployment", "web", """{"replicas":2,"template":{"a":1,"b":2},"templateOther":1}""") with
        {
            Handling = ObjectHandling.Usual with { Once = ["spec.replicas", "spec.template"] },
        };

        web.Fixed.Paths.Select(path => path.Text).ShouldBe(["/spec/templateOther"]);
    }

    private static PlannedObject Object(string kind, string name, string spec = "{}") => new("main", new JsonObject
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = JsonNode.Parse(spec),
    });
}
