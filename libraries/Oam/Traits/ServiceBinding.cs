using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Environment variables from keys of secrets.</summary>
internal static class ServiceBinding
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "service-binding",
        Description = "Environment variables from keys of secrets.",
        Parameters = Schema.Map().Needs("envMappings", Schema.MapOf(
            Schema.Map().Needs("secret", Schema.Text("Name of the secret.")).With("key", Schema.Text("Its key; the variable's name when left out.")),
            "Variables, and where they come from.")),
        Apply = context =>
        {
            var env = context.Parameters["envMappings"]!.Members.Select(variable => Json.Map(
                ("name", variable.Name),
                ("valueFrom", Json.Map(("secretKeyRef", Json.Map(
                    ("key", Json.Copy(variable.Value, "key") ?? variable.Name),
                    ("name", Json.Copy(variable.Value, "secret"))))))));
            context.Workload.UnifyPods(Json.Map(("containers", new JsonArray(Json.Map(("env", Json.List(env)), ("name", context.Component))))));
        },
    };
}
