using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>
/// Traits that set fields of containers take either the fields and a <c>containerName</c> (the component's own container
/// when left out), or a list of that for several containers.
/// </summary>
internal static class PerContainer
{
    /// <summary>The parameters of such a trait.</summary>
    /// <param name="fields">What can be set on one container.</param>
    /// <param name="list">Name of the list for several containers.</param>
    public static Schema Schema(Schema fields, string list = "containers")
    {
        var named = fields.Needs("containerName", Schemas.Schema.Text("The container."));
        return fields
            .With("containerName", Schemas.Schema.Text("The container; the component's own when left out.").Defaults(""))
            .With(list, Schemas.Schema.List(named, "The same for several containers."));
    }

    /// <summary>Calls back for every container meant; one that isn't there is a fault.</summary>
    public static void ForEach(TraitContext context, Action<ContainerTarget> apply, string list = "containers")
    {
        if (context.Workload.Require() is not { } workload) return;
        foreach (var setting in context.Parameters[list]?.Items ?? [context.Parameters])
        {
            var name = setting["containerName"]?.Text is { Length: > 0 } given ? given : context.Component;
            if (PodOf.Container(workload, name) is { } container)
                apply(new(container, $"{PodOf.SpecPath(workload)}/containers/name={name}", setting));
            else
                context.Workload.Fault($"container '{name}' not found{Names.Suggestion(name, PodOf.ContainerNames(workload))}");
        }
    }
}
