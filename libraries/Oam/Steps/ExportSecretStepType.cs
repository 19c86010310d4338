using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>Writes values into a secret.</summary>
internal static class ExportSecretStepType
{
    public static StepDefinition Definition { get; } = new()
    {
        Name = "export2secret",
        Description = "Writes values, or the login of an image registry, into a secret.",
        Parameters = Schema.Map()
            .Needs("secretName", Schema.Text("Name of the secret."))
            .With("namespace", Schema.Text("Its namespace; the application's when left out."))
            .With("type", Schema.Text("Type of the secret, e.g. Opaque."))
            .With("data", Schema.MapOf(description: "The values by key."))
            .With("kind", Schema.Text("docker-registry makes a secret to pull images with.", "generic", "docker-registry").Defaults("generic"))
            .With("dockerRegistry", Schema.Map("The registry and its login.")
                .Needs("username", Schema.Text("User."))
                .Needs("password", Schema.Text("Password."))
                .With("server", Schema.Text("Address.").Defaults("https://index.docker.io/v1/")))
            .When("kind", "generic", "data")
            .When("kind", "docker-registry", "dockerRegistry")
            .With("cluster", Values.Cluster),
    };
}
