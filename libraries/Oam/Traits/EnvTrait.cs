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
    private static readonly Schema Fields = Schema.Map()
        .With("replace", Schema.Flag("Drops all existing variables first.").Defaults(false))
        .With("env", PodSchema.TextMap("Variables to set."))
        .With("unset", PodSchema.Texts("Names of variables to take out."));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "env",
        Description = "Sets and takes out environment variables.",
        Parameters = PerContainer.Schema(Fields).NeedsOneOf("env", "containers", "unset"),
        Apply = context => PerContainer.ForEach(context, Apply),
    };

    private static void Apply(ContainerTarget target)
    {
        var env = Merged(target.Container["env"] as JsonArray ?? [], target.Setting);
        if (env.Count == 0) target.Container.Remove("env");
        else target.Container["env"] = env;
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
}
