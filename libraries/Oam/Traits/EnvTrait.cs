using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Environment variables of containers: merged over the existing ones (whose order stays), taken out, or replaced.</summary>
internal static class EnvTrait
{
    private static readonly Schema PerContainer = Schema.Map()
        .With("containerName", Schema.Text("The container; the component's own when left out.").Defaults(""))
        .With("replace", Schema.Flag("Drops all existing variables first.").Defaults(false))
        .With("env", PodSchema.TextMap("Variables to set."))
        .With("unset", PodSchema.Texts("Names of variables to take out."));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "env",
        Description = "Sets and takes out environment variables.",
        Parameters = PerContainer
            .With("containers", Schema.List(PerContainer.Needs("containerName", Schema.Text()), "Variables of several containers."))
            .NeedsOneOf("env", "containers", "unset"),
        Apply = Apply,
    };

    private static void Apply(TraitContext context)
    {
        if (context.Workload.Require() is not { } workload) return;
        var settings = context.Parameters["containers"]?.Items ?? [context.Parameters];
        foreach (var setting in settings) ApplyTo(context, workload, setting);
    }

    private static void ApplyTo(TraitContext context, JsonObject workload, DocumentNode setting)
    {
        var name = setting["containerName"]?.Text is { Length: > 0 } given ? given : context.Component;
        if (PodOf.Container(workload, name) is not { } container)
        {
            context.Workload.Fault($"container '{name}' not found{Names.Suggestion(name, ContainerNames(workload))}");
            return;
        }

        var env = Merged(container["env"] as JsonArray ?? [], setting);
        if (env.Count == 0) container.Remove("env");
        else container["env"] = env;
    }

    private static JsonArray Merged(JsonArray existing, DocumentNode setting)
    {
        var unset = setting["unset"]?.Items.Select(item => item.Text).ToHashSet() ?? [];
        var wanted = setting["env"]?.Members.ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal) ?? [];
        var result = new JsonArray();
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in setting["replace"]?.Boolean == true ? [] : existing.OfType<JsonObject>())
        {
            var name = variable["name"]?.ToString() ?? "";
            if (unset.Contains(name)) continue;
            kept.Add(name);
            result.Add(wanted.TryGetValue(name, out var value) ? Variable(name, value) : variable.DeepClone());
        }

        foreach (var (name, value) in wanted.Where(pair => !kept.Contains(pair.Key) && !unset.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            result.Add(Variable(name, value));
        return result;
    }

    private static JsonObject Variable(string name, DocumentNode value) => Json.Map(("name", name), ("value", value.ToJson()));

    private static IEnumerable<string> ContainerNames(JsonObject workload) =>
        PodOf.Containers(workload)?.Select(container => (container as JsonObject)?["name"]?.ToString()).OfType<string>() ?? [];
}
