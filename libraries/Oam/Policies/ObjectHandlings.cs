using Platform.Oam.Documents;
using Platform.Oam.Policies;

namespace Platform.Oam;

/// <summary>
/// Reads the policies that say how single objects are applied and deleted. Of several rules of a policy the first that selects an object
/// counts, as upstream has it.
/// </summary>
public sealed class ObjectHandlings
{
    private readonly Application application;
    private readonly List<Policy> policies;
    private readonly Dictionary<string, int> depths;

    /// <param name="application">Whose policies.</param>
    public ObjectHandlings(Application application)
    {
        ArgumentNullException.ThrowIfNull(application);
        this.application = application;
        policies = [.. application.Policies, .. application.ExternalPolicies];
        depths = Of("garbage-collect").Any(policy => policy["order"]?.Text == "dependency") ? Depths() : [];
    }

    /// <summary>How an object is to be handled.</summary>
    public ObjectHandling For(RenderedObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var update = Rule("resource-update", item)?["strategy"];
        var collect = Rule("garbage-collect", item);
        var once = Rule("apply-once", item)?["strategy"];
        return new()
        {
            Once = once?["affect"]?.Text is null or "onUpdate" ? Texts(once?["path"]) : [],
            TakeOver = Rule("take-over", item) is not null,
            ReadOnly = Rule("read-only", item) is not null,
            Shared = Rule("shared-resource", item) is not null,
            Replace = update?["op"]?.Text == "replace",
            Recreate = Texts(update?["recreateFields"]),
            Deletion = collect?["strategy"]?.Text switch
            {
                "never" => DeletionRule.Never,
                "onAppDelete" => DeletionRule.WithApplication,
                "onAppUpdate" => DeletionRule.WithRevision,
                _ => Of("garbage-collect").Any(policy => policy["keepLegacyResource"]?.Boolean == true) ? DeletionRule.WithApplication : DeletionRule.WithRevision,
            },
            Orphans = collect?["propagation"]?.Text == "orphan",
            Depth = depths.GetValueOrDefault(item.Component),
        };
    }

    private IEnumerable<DocumentNode> Of(string type) =>
        policies.Where(policy => policy.Type == type).Select(policy => policy.Properties).OfType<DocumentNode>();

    private DocumentNode? Rule(string type, RenderedObject item) =>
        Of(type).SelectMany(policy => ApplicationReader.Maps(policy["rules"])).FirstOrDefault(rule => Selects(rule["selector"], item));

    /// <summary>Every condition given holds, and there is one.</summary>
    private bool Selects(DocumentNode? selector, RenderedObject item)
    {
        var labels = item.Manifest["metadata"]?["labels"];
        var isTrait = labels?[WellKnown.ResourceType]?.ToString() == "TRAIT";
        (string Name, Func<string, bool> Holds)[] conditions =
        [
            ("componentNames", name => name == item.Component),
            ("componentTypes", type => application.FindComponent(item.Component)?.Type == type),
            ("oamTypes", type => type == "TRAIT" ? isTrait : !isTrait),
            ("traitTypes", type => (item.Trait ?? labels?[WellKnown.TraitType]?.ToString()) == type),
            ("resourceTypes", kind => item.Manifest["kind"]?.ToString() == kind),
            ("resourceNames", name => item.Manifest["metadata"]?["name"]?.ToString() == name),
        ];
        var given = conditions.Where(condition => selector?[condition.Name] is { Kind: DocumentKind.List, Items.Count: > 0 }).ToList();
        return given.Count > 0 && given.TrueForAll(condition => Texts(selector![condition.Name]).Any(condition.Holds));
    }

    /// <summary>The longest chain of components that need each other behind a component: those with the longest go first.</summary>
    private Dictionary<string, int> Depths()
    {
        var needs = application.Components.DistinctBy(component => component.Name).ToDictionary(component => component.Name, Needs);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        int Depth(string name) => known.TryGetValue(name, out var depth) ? depth
            : known[name] = needs.GetValueOrDefault(name, []).Select(needed => Depth(needed) + 1).DefaultIfEmpty(0).Max();
        foreach (var name in needs.Keys) Depth(name);
        return known;
    }

    private IReadOnlyList<string> Needs(Component component) =>
    [
        .. component.DependsOn,
        .. application.Components.Where(giver => component.Inputs.Any(input => giver.Outputs.Any(output => output.Name == input.From))).Select(giver => giver.Name),
    ];

    private static List<string> Texts(DocumentNode? list) => [.. (list?.Items ?? []).Select(item => item.Text).OfType<string>()];
}
