namespace Platform.Status.Watching;

/// <summary>One watch on a cluster: a kind, with one of our selectors, everywhere or in one namespace.</summary>
/// <param name="ApiVersion">The version it is read in.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">Null: all namespaces.</param>
/// <param name="Selection">Which objects it is for.</param>
internal sealed record Scope(string ApiVersion, string Kind, string? Namespace, Selection Selection)
{
    /// <summary>Set on everything the platform applies.</summary>
    public const string Managed = "platform.oam.dev/managed-by=platform";

    /// <summary>Carried by the Pods of workloads, and by what stands between.</summary>
    public const string OfComponents = "app.oam.dev/component";

    public string Selector => Selection switch
    {
        Selection.Applied => Managed,
        Selection.Labelled => OfComponents,
        _ => $"!{OfComponents}",
    };

    public string Group => LiveId.GroupOf(ApiVersion);
}
