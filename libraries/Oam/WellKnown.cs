namespace Platform.Oam;

/// <summary>Labels and annotations with a meaning, as OAM runtimes use them.</summary>
public static class WellKnown
{
    /// <summary>Label: name of the application.</summary>
    public const string AppName = "app.oam.dev/name";

    /// <summary>Label: namespace of the application (not of the object).</summary>
    public const string AppNamespace = "app.oam.dev/namespace";

    /// <summary>Label: name of the component.</summary>
    public const string AppComponent = "app.oam.dev/component";

    /// <summary>Label: revision of the application.</summary>
    public const string AppRevision = "app.oam.dev/appRevision";

    /// <summary>Which of several copies of a component it is.</summary>
    public const string ReplicaKey = "app.oam.dev/replicaKey";

    /// <summary>Label: WORKLOAD or TRAIT.</summary>
    public const string ResourceType = "app.oam.dev/resourceType";

    /// <summary>Label of a workload: type of its component.</summary>
    public const string WorkloadType = "workload.oam.dev/type";

    /// <summary>Label of every other object: the trait that made it, or <see cref="AuxiliaryWorkload" />.</summary>
    public const string TraitType = "trait.oam.dev/type";

    /// <summary>Label of every other object: which one of the trait's or component's it is.</summary>
    public const string TraitResource = "trait.oam.dev/resource";

    /// <summary>Value of <see cref="TraitType" /> for a component's own extra objects.</summary>
    public const string AuxiliaryWorkload = "AuxiliaryWorkload";

    /// <summary>Label: tells our objects from another runtime's.</summary>
    public const string ManagedBy = "platform.oam.dev/managed-by";

    /// <summary>Value of <see cref="ManagedBy" />.</summary>
    public const string ManagedByPlatform = "platform";

    /// <summary>Label on an object in an application: pins it to that cluster.</summary>
    public const string Cluster = "app.oam.dev/cluster";

    /// <summary>Annotation: account to impersonate on the clusters.</summary>
    public const string ServiceAccountName = "app.oam.dev/service-account-name";

    /// <summary>Annotation: reference of an application package.</summary>
    public const string Package = "platform.oam.dev/package";

    /// <summary>Annotation: a version of the document that the author counts.</summary>
    public const string PublishVersion = "app.oam.dev/publishVersion";

    /// <summary>Annotation: take new component and definition versions as they come.</summary>
    public const string AutoUpdate = "app.oam.dev/autoUpdate";
}
