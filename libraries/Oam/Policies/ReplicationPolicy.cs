using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Policies;

/// <summary>Components that are delivered several times under different keys.</summary>
internal static class ReplicationPolicy
{
    public const string Type = "replication";

    public static PolicyDefinition Definition { get; } = new()
    {
        Name = Type,
        Description = "Delivers components several times, once for each key, where a deploy step names the policy.",
        Parameters = Schema.Map()
            .Needs("keys", Schema.List(Schema.Text(), "One copy for each of them: its objects are called component-key."))
            .With("selector", Schema.List(Schema.Text(), "Names of the components; all when left out.")),
    };

    /// <summary>The components, those that a policy selects once for each of its keys.</summary>
    public static List<EffectiveComponent> Apply(Application application, IReadOnlyList<string> policies, List<EffectiveComponent> components)
    {
        foreach (var policy in policies.Select(application.FindPolicy).OfType<Policy>())
        {
            var keys = ApplicationReader.TextItems(policy.Properties?["keys"]).ToList();
            var selected = ApplicationReader.TextItems(policy.Properties?["selector"]).ToHashSet();
            components = [.. components.SelectMany(component => component.ReplicaKey is null && (selected.Count == 0 || selected.Contains(component.Name))
                ? keys.Select(key => component with { ReplicaKey = key })
                : [component])];
        }

        return components;
    }

    /// <summary>Keys that can't be part of a name, and components that don't exist.</summary>
    public static void Check(Application application, Policy policy, Findings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in policy.Properties?["keys"]?.Items.Where(key => key.Text is not null) ?? [])
        {
            if (!Names.IsDnsLabel(key.Text!)) findings.Add(key.Fault($"'{key.Text}' can't be part of a name: {Names.LabelRule}"));
            if (!seen.Add(key.Text!)) findings.Add(key.Fault($"key '{key.Text}' is used twice"));
        }

        var known = application.Components.Select(component => component.Name).ToList();
        foreach (var name in policy.Properties?["selector"]?.Items.Where(name => name.Text is { } text && !known.Contains(text)) ?? [])
            findings.Add(name.Fault($"there is no component '{name.Text}'{Names.Suggestion(name.Text!, known)}"));
    }
}
