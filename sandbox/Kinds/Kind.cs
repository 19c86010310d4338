using System.Text.Json.Nodes;

namespace Platform.Sandbox.Kinds;

/// <summary>A kind of object as served at one group and version.</summary>
internal sealed class Kind
{
    public static readonly string[] AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>API group; empty for the core group.</summary>
    public required string Group { get; init; }
    public required string Version { get; init; }
    public required string Plural { get; init; }
    public required string Singular { get; init; }
    public required string Name { get; init; }
    public required bool Namespaced { get; init; }
    public required Schema Schema { get; init; }
    public string? ListNameOverride { get; init; }
    public string ListName => ListNameOverride ?? Name + "List";
    public string[] ShortNames { get; init; } = [];
    public string[] Categories { get; init; } = [];
    public string[] Subresources { get; init; } = [];
    public string[] Verbs { get; init; } = AllVerbs;
    public string? StorageHash { get; init; }

    /// <summary>Set for kinds defined by a CustomResourceDefinition.</summary>
    public CustomKind? Custom { get; init; }

    /// <summary>Objects of all versions of a kind live under one key.</summary>
    public required string StorageKey { get; init; }

    /// <summary>The group/version objects are stored in.</summary>
    public required string StoredVersion { get; init; }

    /// <summary>The first minor version of Kubernetes that serves it.</summary>
    public int From { get; init; }

    /// <summary>The last one.</summary>
    public int Until { get; init; } = int.MaxValue;

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>`deployments.apps`, as error messages name it.</summary>
    public string Resource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public bool Has(string subresource) => Array.IndexOf(Subresources, subresource) >= 0;
    public bool Can(string verb) => Array.IndexOf(Verbs, verb) >= 0;
    public bool Is(string group, string name) => Group == group && Name == name;
    public override string ToString() => $"{ApiVersion} {Name}";
}

/// <summary>What a CustomResourceDefinition says about one of its versions.</summary>
internal sealed record CustomKind(string Definition, ScalePaths? Scale, JsonArray? Columns, JsonObject? OpenApi)
{
    /// <summary>Fields a selector may name (`spec.size`).</summary>
    public IReadOnlyList<string> Selectable { get; init; } = [];

    /// <summary>The definition is being deleted: no new objects.</summary>
    public bool Terminating { get; init; }

    /// <summary>Some field has a default, which objects stored before it show when they are read.</summary>
    public bool HasDefaults { get; } = OpenApi?.ToJsonString().Contains("\"default\":", StringComparison.Ordinal) == true;

    /// <summary>The schema has rules in CEL, which aren't evaluated.</summary>
    public bool HasRules { get; } = OpenApi?.ToJsonString().Contains("\"x-kubernetes-validations\":", StringComparison.Ordinal) == true;
}

/// <summary>Where the scale subresource of a custom kind finds its numbers (JSON paths such as `.spec.replicas`).</summary>
internal sealed record ScalePaths(string SpecReplicas, string StatusReplicas, string? Selector);
