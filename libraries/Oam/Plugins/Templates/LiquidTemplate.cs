using System.Globalization;
using System.Text.Json.Nodes;
using Fluid;
using Platform.Oam.Documents;
using Platform.Oam.Plugins.Scripts;

namespace Platform.Oam.Plugins.Templates;

/// <summary>
/// YAML with holes, in Liquid. Of a component the first document is the workload and the others go along; of a trait, documents with
/// apiVersion and kind are objects, one without is the patch; a policy or step is one document.
/// </summary>
internal sealed class LiquidTemplate
{
    private static readonly FluidParser Parser = LiquidLanguage.Parser();
    private static readonly TemplateOptions Options = LiquidLanguage.Options();
    private readonly IFluidTemplate template;
    private readonly string kind;

    private LiquidTemplate(IFluidTemplate template, string kind) => (this.template, this.kind) = (template, kind);

    /// <summary>Null and why, when it is no template.</summary>
    public static LiquidTemplate? Compile(string source, string kind, out string? fault)
    {
        fault = source.Length > ScriptLimits.Source ? $"the template has {source.Length} characters; at most {ScriptLimits.Source} are taken" : null;
        // A range is built as a whole, however large it is.
        if (source.Contains("..", StringComparison.Ordinal)) fault = "ranges (a..b) aren't available, so '..' can't be written";
        return fault is null && Parser.TryParse(source, out var template, out fault) ? new(template, kind) : null;
    }

    /// <exception cref="ScriptException">It went beyond a limit, or what came out is no YAML.</exception>
    public JsonNode? Render(JsonObject context)
    {
        var documents = DocumentReader.Read(Text(context), out var faults);
        if (faults.Count > 0) throw new ScriptException($"what the template gives can't be read: line {faults[0].Line}: {faults[0].Detail}");
        var manifests = documents.Select(document => document.ToJson() as JsonObject ?? throw new ScriptException("what the template gives has to be maps")).ToList();
        return kind switch
        {
            "component" => new JsonObject { ["workload"] = manifests.FirstOrDefault(), ["objects"] = Named(manifests.Skip(1)) },
            "trait" => Trait(manifests),
            _ => manifests.Count == 1 ? manifests[0] : throw new ScriptException($"the template gives {manifests.Count} documents; one is expected"),
        };
    }

    private string Text(JsonObject context)
    {
        using var writer = new BoundedWriter(ScriptLimits.Characters);
        var scope = new TemplateContext(Options) { CultureInfo = CultureInfo.InvariantCulture };
        foreach (var (name, value) in context) scope.SetValue(name, Plain(value));
        // Everything a template waits for is there already, so this is done when it returns.
        var rendering = template.RenderAsync(writer, NullEncoder.Default, scope).AsTask();
        return rendering.IsCompletedSuccessfully ? writer.ToString() : throw new ScriptException(rendering.Exception?.InnerException?.Message ?? "the template waits for something");
    }

    private static JsonObject Trait(List<JsonObject> manifests)
    {
        var result = new JsonObject { ["objects"] = Named(manifests.Where(manifest => manifest.ContainsKey("kind"))) };
        foreach (var patch in manifests.Where(manifest => !manifest.ContainsKey("kind")))
        {
            if (!result.TryAdd("patch", patch)) throw new ScriptException("the template gives two patches; one is expected");
        }

        return result;
    }

    private static JsonObject Named(IEnumerable<JsonObject> manifests) =>
        new(manifests.Select((manifest, i) => KeyValuePair.Create($"objects-{i + 1}", (JsonNode?)manifest)));

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject map => map.ToDictionary(pair => pair.Key, pair => Plain(pair.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(Plain).ToList(),
        null => null,
        _ => DocumentFromJson.Read(node, DocumentDefaults.Null).Scalar,
    };
}
