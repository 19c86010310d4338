using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Parameters that several step types have.</summary>
internal static class Values
{
    public static Schema Cluster { get; } = Schema.Text("Name of the cluster; the default one when left out.").Defaults("");

    /// <summary>A text that is given, or taken from a secret of the application's namespace.</summary>
    public static Schema Secretly(string description) => Schema.Map(description)
        .With("value", Schema.Text("The text itself."))
        .With("secretRef", Schema.Map("A secret that has it.").Needs("name", Schema.Text("Name of the secret.")).Needs("key", Schema.Text("Its key.")))
        .NeedsOneOf("value", "secretRef");
}
