using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Scales by CPU: a HorizontalPodAutoscaler of autoscaling/v1.</summary>
internal static class CpuScaler
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "cpuscaler",
        Description = "Scales by use of CPU.",
        Parameters = Hpa.Target
            .With("cpuUtil", Schema.Whole("Percent of the requested CPU to keep.", 1).Defaults(50)),
        Apply = context => context.Output("cpuscaler", Hpa.Make(context, "autoscaling/v1", ("targetCPUUtilizationPercentage", Json.Copy(context.Parameters, "cpuUtil")))),
    };
}
