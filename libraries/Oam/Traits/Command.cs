using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Command and arguments of containers: replaced, or arguments added and taken out.</summary>
internal static class Command
{
    private static readonly Schema Fields = Schema.Map()
        .With("command", PodSchema.Texts("The command, in place of the existing one."))
        .With("args", PodSchema.Texts("The arguments, in place of the existing ones."))
        .With("addArgs", PodSchema.Texts("Arguments to add; not together with args."))
        .With("delArgs", PodSchema.Texts("Arguments to take out; not together with args."));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "command",
        Description = "Command and arguments of containers.",
        Parameters = PerContainer.Schema(Fields),
        Apply = context => PerContainer.ForEach(context, target => Apply(context, target)),
    };

    private static void Apply(TraitContext context, ContainerTarget target)
    {
        var (container, path, setting) = target;
        if (setting["command"] is { } command) context.Workload.Replace(container, path, "command", command.ToJson()!);
        var changes = setting["addArgs"] is not null || setting["delArgs"] is not null;
        if (changes && setting["args"] is not null)
        {
            context.Workload.Fault("args and addArgs or delArgs exclude each other");
            return;
        }

        if (!changes && setting["args"] is null) return;
        var existing = (setting["args"]?.ToJson() ?? container["args"]) as JsonArray ?? [];
        var without = Texts(setting["delArgs"]).ToHashSet();
        var kept = existing.Select(arg => arg?.ToString() ?? "").Where(arg => !without.Contains(arg)).ToList();
        kept.AddRange(Texts(setting["addArgs"]).Where(arg => !without.Contains(arg) && !kept.Contains(arg)));
        context.Workload.Replace(container, path, "args", Json.List(kept.Select(arg => JsonValue.Create(arg))));
    }

    private static IEnumerable<string> Texts(DocumentNode? list) => list?.Items.Select(item => item.Text).OfType<string>() ?? [];
}
