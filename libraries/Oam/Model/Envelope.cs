using Platform.Oam.Schemas;

namespace Platform.Oam;

/// <summary>The form of an Application, a Policy and a Workflow, apart from the parameters of types.</summary>
internal static class Envelope
{
    private static readonly Schema Metadata = Schema.Map().Called("metadata")
        .Needs("name", Schema.Text())
        .With("namespace", Schema.Text())
        .With("labels", Schema.MapOf(Schema.Text()))
        .With("annotations", Schema.MapOf(Schema.Text()))
        .AndMore();

    private static readonly Schema Properties = Schema.MapOf();

    private static readonly Schema Inputs = Schema.List(Schema.Map().Needs("from", Schema.Text()).With("parameterKey", Schema.Text()));

    private static readonly Schema Outputs = Schema.List(Schema.Map().Needs("name", Schema.Text()).Needs("valueFrom", Schema.Text()));

    private static readonly Schema Mode = Schema.Text(null, "StepByStep", "DAG");

    private static readonly Schema Trait = Schema.Map().Called("a trait").Needs("type", Schema.Text()).With("properties", Properties);

    private static readonly Schema Component = Schema.Map().Called("a component")
        .Needs("name", Schema.Text())
        .Needs("type", Schema.Text())
        .With("properties", Properties)
        .With("traits", Schema.List(Trait))
        .With("dependsOn", Schema.List(Schema.Text()))
        .With("inputs", Inputs)
        .With("outputs", Outputs)
        .With("externalRevision", Schema.Text())
        .With("replicaKey", Schema.Text());

    private static readonly Schema PolicyOfApplication = Schema.Map().Called("a policy")
        .With("name", Schema.Text()).Needs("type", Schema.Text()).With("properties", Properties);

    private static readonly Schema SubStep = Schema.Map().Called("a step")
        .With("name", Schema.Text())
        .Needs("type", Schema.Text())
        .With("meta", Schema.Map().With("alias", Schema.Text()))
        .With("if", Schema.Text())
        .With("timeout", Schema.Text())
        .With("dependsOn", Schema.List(Schema.Text()))
        .With("inputs", Inputs)
        .With("outputs", Outputs)
        .With("properties", Properties);

    private static readonly Schema Step = SubStep.With("mode", Mode).With("subSteps", Schema.List(SubStep));

    private static readonly Schema WorkflowMode = Schema.Map().With("steps", Mode).With("subSteps", Mode);

    public static Schema Application { get; } = Schema.Map()
        .Needs("apiVersion", Schema.Text(null, "core.oam.dev/v1beta1"))
        .Needs("kind", Schema.Text(null, "Application"))
        .Needs("metadata", Metadata)
        .Needs("spec", Schema.Map()
            .Needs("components", Schema.List(Component))
            .With("policies", Schema.List(PolicyOfApplication))
            .With("workflow", Schema.Map().With("ref", Schema.Text()).With("mode", WorkflowMode).With("steps", Schema.List(Step))))
        .With("status", Schema.MapOf());

    public static Schema Policy { get; } = Schema.Map()
        .Needs("apiVersion", Schema.Text()).Needs("kind", Schema.Text()).Needs("metadata", Metadata)
        .Needs("type", Schema.Text()).With("properties", Properties);

    public static Schema Workflow { get; } = Schema.Map()
        .Needs("apiVersion", Schema.Text()).Needs("kind", Schema.Text()).Needs("metadata", Metadata)
        .With("mode", WorkflowMode).Needs("steps", Schema.List(Step));
}
