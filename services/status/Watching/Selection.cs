namespace Platform.Status.Watching;

/// <summary>Which objects of a kind a watch is for.</summary>
internal enum Selection
{
    /// <summary>What the platform applied.</summary>
    Applied,

    /// <summary>What controllers made from templates with the component's label: the platform's own workloads have it.</summary>
    Labelled,

    /// <summary>
    /// Everything without that label: what controllers made from the templates of charts and raw manifests is among it, and owner references alone tell it
    /// from what is nobody's business here.
    /// </summary>
    Unlabelled,
}
