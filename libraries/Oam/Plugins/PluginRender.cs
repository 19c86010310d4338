using System.Text.Json.Nodes;
using Platform.Oam.Documents;
using Platform.Oam.Plugins.Scripts;
using Platform.Oam.Plugins.Templates;

namespace Platform.Oam.Plugins;

/// <summary>How a plug-in renders: a script or a template, both from a context to a result of the same form.</summary>
internal sealed class PluginRender
{
    private readonly Func<JsonObject, JsonNode?> run;

    private PluginRender(Func<JsonObject, JsonNode?> run, bool readsCluster) => (this.run, ReadsCluster) = (run, readsCluster);

    /// <summary>It looks at the cluster, so what it makes is made for each of them.</summary>
    public bool ReadsCluster { get; }

    /// <summary>Null when it can't be used; the findings say why.</summary>
    public static PluginRender? Read(DocumentNode definition, Findings findings)
    {
        var at = definition["render"] ?? definition["template"]!;
        string? fault;
        Func<JsonObject, JsonNode?>? run;
        if (definition["render"]?.Text is { } script) run = ScriptFunction.Compile(script, "render", out fault) is { } function ? function.Call : null;
        else run = LiquidTemplate.Compile(at.Text!, definition["kind"]!.Text!, out fault) is { } template ? template.Render : null;
        if (run is not null) return new(run, at.Text!.Contains("cluster", StringComparison.Ordinal));
        findings.Add(at.Fault(fault ?? "it can't be read"));
        return null;
    }

    /// <exception cref="ScriptException">It failed, or gave something of another form.</exception>
    public JsonObject Run(JsonObject context, params ReadOnlySpan<string> members)
    {
        if (run(context) is not JsonObject result) throw new ScriptException("render has to return a map");
        foreach (var (name, _) in result)
        {
            if (!members.Contains(name)) throw new ScriptException($"render returns '{name}'; it may return {Names.Listed(members.ToArray())}");
        }

        return result;
    }
}
