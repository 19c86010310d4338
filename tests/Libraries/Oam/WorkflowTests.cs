using Platform.Oam;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Oam;

public sealed class WorkflowTests
{
    [Fact]
    public void Without_a_workflow_every_topology_gets_a_deploy_with_all_overrides()
    {
        var plan = Plan(Documents.Web(rest: """
              policies:
              - {name: east, type: topology}
              - {name: big, type: override}
              - {name: west, type: topology}
            """));

        plan.Mode.ShouldBe(WorkflowMode.Dag);
        plan.Steps.Select(step => step.Name).ShouldBe(["deploy-east", "deploy-west"]);
        plan.Steps[1].Deploy!.Topologies.ShouldBe(["west"]);
        plan.Steps[1].Deploy!.Overrides.ShouldBe(["big"]);
        plan.Steps[1].Deploy!.Auto.ShouldBeTrue();
    }

    [Fact]
    public void Without_topologies_overrides_get_one_deploy_to_the_default_cluster()
    {
        var step = Plan(Documents.Web(rest: "  policies:\n  - {name: big, type: override}")).Steps.ShouldHaveSingleItem();
        step.Name.ShouldBe("deploy");
        step.Deploy!.Topologies.ShouldBeEmpty();
        step.Deploy!.Overrides.ShouldBe(["big"]);
    }

    [Fact]
    public void Without_policies_every_component_is_applied_by_itself_after_what_it_depends_on()
    {
        var plan = Plan(Documents.Text("  components:\n  - {name: a, type: worker, properties: {image: x}, dependsOn: [b]}\n  - {name: b, type: worker, properties: {image: x}}"));
        plan.Steps.Select(step => (step.Name, step.Type, step.ApplyComponent!.Component, step.ApplyComponent.Cluster)).ShouldBe([("a", "apply-component", "a", null), ("b", "apply-component", "b", null)]);
        plan.Steps[0].DependsOn.ShouldBe(["b"]);
    }

    [Fact]
    public void Steps_keep_what_was_written_and_run_one_after_the_other()
    {
        var plan = Plan(Documents.Web(rest: """
              policies:
              - {name: east, type: topology}
              workflow:
                mode: {subSteps: StepByStep}
                steps:
                - name: roll
                  type: deploy
                  meta: {alias: Roll out}
                  timeout: 1h30m
                  properties: {policies: [east], auto: false, parallelism: 2}
                - name: approve
                  type: suspend
                  if: always
                  properties: {duration: 1d, message: sure?}
                - type: apply-component
                  properties: {component: web, cluster: west-1}
            """));

        plan.Faults.ShouldBeEmpty();
        plan.Mode.ShouldBe(WorkflowMode.StepByStep);
        (plan.Steps[0].Alias, plan.Steps[0].Timeout, plan.Steps[0].Deploy!.Auto, plan.Steps[0].Deploy!.Parallelism).ShouldBe(("Roll out", TimeSpan.FromMinutes(90), false, 2));
        (plan.Steps[1].If, plan.Steps[1].Suspend!.Duration, plan.Steps[1].Suspend!.Message).ShouldBe(("always", TimeSpan.FromDays(1), "sure?"));
        (plan.Steps[2].Name, plan.Steps[2].ApplyComponent!.Cluster).ShouldBe(("apply-component-2", "west-1"));
        plan.Steps.ShouldAllBe(step => step.SubStepMode == WorkflowMode.StepByStep);
    }

    [Fact]
    public void A_policy_that_no_step_names_is_a_warning()
    {
        var text = Documents.Web(rest: "  policies:\n  - {name: east, type: topology}\n  workflow:\n    steps:\n    - {name: go, type: deploy}");
        Validation.Check(ApplicationParser.Parse(text)).Warnings.ShouldHaveSingleItem().Detail.ShouldBe("no step names policy 'east', so it has no effect");
    }

    private static WorkflowPlan Plan(string text) => WorkflowPlanner.Plan(Documents.Read(text));
}
