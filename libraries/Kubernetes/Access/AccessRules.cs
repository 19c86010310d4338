using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>What an account may do in a namespace, as the API server says (SelfSubjectRulesReview).</summary>
public sealed class AccessRules
{
    private readonly List<(string[] Verbs, string[] Groups, string[] Resources, string[] Names)> _rules = [];

    internal AccessRules(JsonNode? status)
    {
        // An authorizer that can't list its rules (a webhook) leaves the list incomplete: nothing may be concluded from it.
        Complete = status?["incomplete"]?.GetValue<bool>() == false;
        foreach (var rule in status?["resourceRules"] as JsonArray ?? [])
            _rules.Add((Texts(rule?["verbs"]), Texts(rule?["apiGroups"]), Texts(rule?["resources"]), Texts(rule?["resourceNames"])));
    }

    /// <summary>True when what is not in it is forbidden; else it may be allowed all the same.</summary>
    public bool Complete { get; }

    /// <summary>Whether a rule allows the verb on the kind, at least for the object of that name.</summary>
    public bool Allows(string verb, ApiResource resource, string name)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return _rules.Exists(rule => Has(rule.Verbs, verb) && Has(rule.Groups, resource.Group) && Has(rule.Resources, resource.Plural)
            && (rule.Names.Length == 0 || rule.Names.Contains(name)));
    }

    private static bool Has(string[] values, string value) => values.Contains("*") || values.Contains(value);

    private static string[] Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(item => item?.ToString() ?? "")];
}
