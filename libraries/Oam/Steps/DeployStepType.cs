using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Delivers the components.</summary>
internal static class DeployStepType
{
    public const string Type = "deploy";

    public static StepDefinition Definition { get; } = new()
    {
        Name = Type,
        Description = "Delivers components to the clusters of the topologies, with the overrides.",
        Parameters = Schema.Map()
            .With("policies", Schema.List(Schema.Text(), "Names of topology and override policies."))
            .With("auto", Schema.Flag("False: somebody has to approve first.").Defaults(true))
            .With("parallelism", Schema.Whole("How many components at once.", 1).Defaults(5))
            .With("strategy", StrategyType.Parameters)
            .With("ignoreTerraformComponent", Schema.Flag("Has no effect here.").Deprecated()),
    };
}
