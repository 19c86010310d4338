using System.Text.Json.Nodes;

namespace Platform.Sandbox.Faults;

/// <summary>Somebody else's edit or deletion of an object, as the admin API takes it.</summary>
internal sealed record Drift
{
    /// <summary>edit or delete.</summary>
    public string Action { get; init; } = "edit";

    public string ApiVersion { get; init; } = "v1";

    /// <summary>The resource in the plural (`deployments`).</summary>
    public string Resource { get; init; } = "";

    public string? Namespace { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The field manager the edit is made as.</summary>
    public string Manager { get; init; } = "kubectl-edit";

    /// <summary>A merge patch of the object.</summary>
    public JsonObject? Patch { get; init; }

    public string? Problem() => this switch
    {
        { Action: not ("edit" or "delete") } => "action must be edit or delete",
        { Resource: "" } => "resource is missing: the plural, as deployments",
        { Name: "" } => "name is missing",
        { Action: "edit", Patch: null } => "patch is missing: a merge patch of the object",
        _ => null,
    };

    public void Happen(SandboxCluster cluster)
    {
        if (Action == "delete") cluster.Delete(ApiVersion, Resource, Namespace, Name);
        else cluster.Edit(ApiVersion, Resource, Namespace, Name, o => Patching.MergePatch.Apply(o, Patch), Manager);
    }
}
