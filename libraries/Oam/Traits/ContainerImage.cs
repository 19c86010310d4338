using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Image of containers, in place of the component's.</summary>
internal static class ContainerImage
{
    private static readonly Schema Fields = Schema.Map()
        .With("image", Schema.Text("The image."))
        .With("imagePullPolicy", Schema.Text("When to pull it.", "", "Always", "Never", "IfNotPresent").Defaults(""));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "container-image",
        Description = "Image of containers.",
        Parameters = PerContainer.Schema(Fields).NeedsOneOf("image", "containers"),
        Apply = context => PerContainer.ForEach(context, target =>
        {
            var (container, path, setting) = target;
            if (setting["image"] is { } image) context.Workload.Replace(container, path, "image", image.ToJson()!);
            if (setting["imagePullPolicy"]?.Text is { Length: > 0 } policy) context.Workload.Replace(container, path, "imagePullPolicy", policy);
        }),
    };
}
