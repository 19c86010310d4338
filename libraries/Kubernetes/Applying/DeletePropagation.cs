namespace Platform.Kubernetes;

/// <summary>What happens to an object's dependents; always named, since a Job deleted without one orphans its Pods.</summary>
public enum DeletePropagation
{
    /// <summary>Dependents go afterwards.</summary>
    Background,

    /// <summary>Dependents go first.</summary>
    Foreground,

    /// <summary>Dependents stay.</summary>
    Orphan,
}
