using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>The account pods run as; made, with roles for its privileges, when asked for.</summary>
internal static class ServiceAccount
{
    private const string Rbac = "rbac.authorization.k8s.io";

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "service-account",
        Description = "The account pods run as.",
        Parameters = Schema.Map()
            .Needs("name", Schema.Text("Name of the account."))
            .With("create", Schema.Flag("Makes it.").Defaults(false))
            .With("privileges", Schema.List(
                Schema.Map()
                    .Needs("verbs", PodSchema.Texts("What it may do."))
                    .With("apiGroups", PodSchema.Texts("Groups of the resources."))
                    .With("resources", PodSchema.Texts("The resources."))
                    .With("resourceNames", PodSchema.Texts("Names of the resources."))
                    .With("nonResourceURLs", PodSchema.Texts("Paths that are no resources."))
                    .With("scope", Schema.Text("Where.", "namespace", "cluster").Defaults("namespace")),
                "What the account may do.")),
        Apply = Apply,
    };

    private static void Apply(TraitContext context)
    {
        if (context.Workload.Require() is not { } workload) return;
        var p = context.Parameters;
        var name = p["name"]!.Text!;
        if (PodOf.Template(workload)?["spec"] is not JsonObject pods)
        {
            context.Workload.Fault("the workload has no pods");
            return;
        }

        context.Workload.Replace(pods, PodOf.SpecPath(workload), "serviceAccountName", name);
        if (p["create"]?.Boolean == true) context.Output("service-account", Json.Map(("apiVersion", "v1"), ("kind", "ServiceAccount"), ("metadata", Json.Map(("name", name)))));
        Roles(context, "cluster", $"{context.Application.Namespace}:{name}", "Cluster", "cluster-", name, context.Application.Namespace);
        Roles(context, "namespace", name, "", "", name, null);
    }

    private static void Roles(TraitContext context, string scope, string name, string kind, string resource, string account, string? accountNamespace)
    {
        var rules = context.Parameters["privileges"]?.Items.Where(privilege => privilege["scope"]?.Text == scope).Select(Rule).ToList() ?? [];
        if (rules.Count == 0) return;
        context.Output($"{resource}role", Json.Map(
            ("apiVersion", $"{Rbac}/v1"), ("kind", $"{kind}Role"), ("metadata", Json.Map(("name", name))), ("rules", Json.List(rules))));
        context.Output($"{resource}role-binding", Json.Map(
            ("apiVersion", $"{Rbac}/v1"),
            ("kind", $"{kind}RoleBinding"),
            ("metadata", Json.Map(("name", name))),
            ("roleRef", Json.Map(("apiGroup", Rbac), ("kind", $"{kind}Role"), ("name", name))),
            ("subjects", new JsonArray(Json.Map(("kind", "ServiceAccount"), ("name", account), ("namespace", accountNamespace))))));
    }

    private static JsonObject Rule(DocumentNode privilege)
    {
        var rule = (JsonObject)privilege.ToJson()!;
        rule.Remove("scope");
        return rule;
    }
}
