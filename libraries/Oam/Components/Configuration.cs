using System.Text;
using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Components;

/// <summary>
/// Configuration alone: a ConfigMap or a Secret, of the package, of the properties, or both (the properties lie over the package). There is
/// no workload, so the component is healthy once it is applied.
/// </summary>
internal static class Configuration
{
    public static ComponentDefinition Config { get; } = Named("config");

    /// <summary>Another name for the same.</summary>
    public static ComponentDefinition ConfigMap { get; } = Named("configmap");

    private static ComponentDefinition Named(string name) => new()
    {
        Name = name,
        Description = "Configuration without a workload.",
        Parameters = Schema.Map()
            .With("name", Schema.Text("Name of the object; the component's when left out."))
            .With("data", Schema.MapOf(Schema.Text(), "Values by key."))
            .With("secret", Schema.Flag("A Secret rather than a ConfigMap."))
            .With("type", Schema.Text("Type of the Secret; Opaque when left out."))
            .With("immutable", Schema.Flag("It can't be changed, only made anew.")),
        Render = Render,
    };

    private static ComponentOutput Render(ComponentContext context)
    {
        var objects = new List<JsonObject>();
        if (context.Package?.Content is { Kind: PackageContentKind.Config } packaged)
        {
            if (context.Ask(Need.Of(NeedKinds.Config, ("repository", packaged.Repository), ("digest", packaged.Digest))) is not { } answer) return ComponentOutput.None;
            objects = RenderedObjects.Of(answer);
        }
        else if (context.Parameters["data"] is null)
        {
            context.Lack("configuration", "'data' gives none");
            return ComponentOutput.None;
        }

        if (objects.Count == 0) objects.Add(Made(context));
        else Change(objects[0], context);
        return new(null, [.. objects.Select((item, i) => new NamedObject(i == 0 ? "config" : $"config-{i + 1}", item))]);
    }

    private static JsonObject Made(ComponentContext context)
    {
        var secret = context.Parameters["secret"]?.Boolean == true;
        var made = Json.Map(("apiVersion", "v1"), ("kind", secret ? "Secret" : "ConfigMap"), ("type", secret ? context.Parameters["type"]?.Text ?? "Opaque" : null));
        Change(made, context);
        return made;
    }

    private static void Change(JsonObject item, ComponentContext context)
    {
        var p = context.Parameters;
        Json.Ensure(item, "metadata")!["name"] = p["name"]?.Text ?? item["metadata"]!["name"]?.ToString() ?? context.Name;
        if (p["immutable"]?.Boolean is { } immutable) item["immutable"] = immutable;
        // As the API server keeps them: a Secret's stringData would seem to drift.
        var secret = $"{item["kind"]}" == "Secret";
        foreach (var given in p["data"]?.Members ?? [])
        {
            var text = given.Value.Text ?? "";
            Json.Ensure(item, "data")![given.Name] = secret ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text;
        }
    }
}
