using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Entries of the pods' hosts file.</summary>
internal static class HostAlias
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "hostalias",
        Description = "Entries of the pods' hosts file.",
        Parameters = Schema.Map().Needs("hostAliases", PodSchema.HostAliases),
        Apply = context => context.Workload.UnifyPods(Json.Map(("hostAliases", Json.Copy(context.Parameters, "hostAliases")))),
    };
}
