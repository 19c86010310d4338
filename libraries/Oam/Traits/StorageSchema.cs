using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Parameters of the storage trait.</summary>
internal static class StorageSchema
{
    public static Schema Parameters { get; } = Schema.Map()
        .With("pvc", Schema.List(Claim(), "Persistent volume claims."))
        .With("configMap", Schema.List(Keyed("configMapKey").With("mountPath", Schema.Text("Path in the container.")), "Config maps."))
        .With("secret", Schema.List(Keyed("secretKey").With("mountPath", Schema.Text("Path in the container.")).With("stringData", Schema.MapOf()), "Secrets."))
        .With("emptyDir", Schema.List(
            Schema.Map().Needs("name", Schema.Text()).Needs("mountPath", Schema.Text()).With("subPath", Schema.Text())
                .With("medium", Schema.Text("Memory, or empty for the node's disk.", "", "Memory").Defaults("")),
            "Empty directories that live as long as the pod."))
        .With("hostPath", Schema.List(
            Schema.Map().Needs("name", Schema.Text()).Needs("path", Schema.Text()).Needs("mountPath", Schema.Text())
                .With("type", Schema.Text("What it is.", "Directory", "DirectoryOrCreate", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice").Defaults("Directory")),
            "Directories of the node."));

    private static Schema Claim()
    {
        var source = Schema.Map().Needs("name", Schema.Text()).Needs("kind", Schema.Text()).Needs("apiGroup", Schema.Text());
        var size = Schema.Map().With("storage", Schema.Text("Size, e.g. 8Gi."));
        return Common()
            .Needs("mountPath", Schema.Text("Path in the container."))
            .With("volumeMode", Schema.Text("Filesystem or Block.", "Filesystem", "Block").Defaults("Filesystem"))
            .With("volumeName", Schema.Text("A certain volume."))
            .With("accessModes", PodSchema.Texts("How it may be used; ReadWriteOnce when left out."))
            .With("storageClassName", Schema.Text("Class of the storage."))
            .With("resources", Schema.Map().With("requests", size).With("limits", size))
            .With("dataSourceRef", source)
            .With("dataSource", source)
            .With("selector", Affinity.Selector);
    }

    private static Schema Keyed(string key)
    {
        var variable = Schema.Map().Needs("envName", Schema.Text("Name of the variable.")).Needs(key, Schema.Text("Key of the value."));
        return Common()
            .With("mountToEnv", variable)
            .With("mountToEnvs", Schema.List(variable, "Values as environment variables."))
            .With("defaultMode", Schema.Whole("Mode of the files.").Defaults(420))
            .With("readOnly", Schema.Flag("No writing.").Defaults(false))
            .With("data", Schema.MapOf())
            .With("items", Volumes.Items);
    }

    private static Schema Common() => Schema.Map()
        .Needs("name", Schema.Text("Name of the object."))
        .With("mountOnly", Schema.Flag("The object exists already.").Defaults(false))
        .With("subPath", Schema.Text("Path in the volume."));
}
