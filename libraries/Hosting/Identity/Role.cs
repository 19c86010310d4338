namespace Platform.Hosting;

/// <summary>What a caller may do. All but <see cref="Infra"/> are given per namespace, or for every namespace.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Component sources and packages; reads.</summary>
    Developer,

    /// <summary>Applications and rollouts; reads.</summary>
    Operator,

    /// <summary>Clusters, units, definitions and keys, platform-wide; all other roles everywhere.</summary>
    Infra,
}
