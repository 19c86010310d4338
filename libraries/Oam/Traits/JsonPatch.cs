using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Any change to the workload, as a JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "json-patch",
        Description = "A JSON patch of the workload.",
        Parameters = Schema.Map().Needs("operations", Schema.List(
            Schema.Map()
                .Needs("op", Schema.Text("What to do.", "add", "remove", "replace", "move", "copy", "test"))
                .Needs("path", Schema.Text("JSON pointer."))
                .With("from", Schema.Text("JSON pointer of what is moved or copied.")).When("op", "move", "from").When("op", "copy", "from")
                .With("value", Schema.Anything("The value.").OrNull()),
            "The operations, in order.")),
        Apply = context =>
        {
            if (context.Workload.Require() is not { } workload) return;
            foreach (var operation in context.Parameters["operations"]!.Items)
            {
                if (JsonPatchOperation.Apply(workload, operation) is not { } fault) continue;
                context.Workload.Fault($"{operation["op"]?.Text} {operation["path"]?.Text}: {fault}");
                return;
            }
        },
    };
}
