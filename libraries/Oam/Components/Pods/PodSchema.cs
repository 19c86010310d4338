using Platform.Oam.Schemas;

namespace Platform.Oam.Components.Pods;

/// <summary>Parameters that component types with pods share.</summary>
internal static class PodSchema
{
    public static Schema Image { get; } = Schema.Text("Image to run.");

    public static Schema PullPolicy { get; } = Schema.Text("When to pull the image.", "Always", "Never", "IfNotPresent");

    public static Schema PullSecrets { get; } = Schema.List(Schema.Text(), "Names of secrets for pulling the image.");

    public static Schema Texts(string description) => Schema.List(Schema.Text(), description);

    public static Schema TextMap(string description) => Schema.MapOf(Schema.Text(), description);

    public static Schema Env { get; } = Schema.List(
        Schema.Map()
            .Needs("name", Schema.Text("Name of the variable."))
            .With("value", Schema.Text("Its value."))
            .With("valueFrom", Schema.Map("Where its value comes from.")
                .With("secretKeyRef", KeyReference("a secret"))
                .With("configMapKeyRef", KeyReference("a config map"))
                .With("fieldRef", Schema.MapOf(description: "A field of the pod."))
                .With("resourceFieldRef", Schema.MapOf(description: "A resource of the container."))),
        "Environment variables.");

    /// <summary>What a container and its pod take, whatever controls them.</summary>
    public static Schema Container { get; } = Schema.Map()
        .Needs("image", Image)
        .With("imagePullPolicy", PullPolicy)
        .With("imagePullSecrets", PullSecrets)
        .With("cmd", Texts("Command of the container."))
        .With("env", Env)
        .With("cpu", Schema.Text("CPU requested, and the limit: \"0.5\", \"1\"."))
        .With("memory", Schema.Text("Memory requested, and the limit: \"512Mi\"."))
        .With("volumeMounts", Volumes.MountsSchema)
        .With("volumes", Volumes.LegacySchema)
        .With("livenessProbe", Probes.Schema("Whether the container is alive."))
        .With("readinessProbe", Probes.Schema("Whether the container can serve."));

    public static Schema Limit { get; } = Schema.Map("Limits, where they differ from the requests.")
        .With("cpu", Schema.Text("CPU limit."))
        .With("memory", Schema.Text("Memory limit."));

    public static Schema Metadata { get; } = Schema.Map()
        .With("labels", TextMap("Labels of the pods."))
        .With("annotations", TextMap("Annotations of the pods."));

    public static Schema HostAliases { get; } = Schema.List(
        Schema.Map().Needs("ip", Schema.Text()).Needs("hostnames", Texts("Names of the host.")), "Entries of the pods' hosts file.");

    public static Schema RevisionLabel { get; } = Schema.Flag("Adds the revision to the pods' labels.").Defaults(false);

    private static Schema KeyReference(string what) => Schema.Map($"A key of {what} in the pod's namespace.")
        .Needs("name", Schema.Text())
        .Needs("key", Schema.Text())
        .With("optional", Schema.Flag());
}
