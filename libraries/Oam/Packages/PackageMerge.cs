using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Policies;
using Platform.Oam.Schemas;

namespace Platform.Oam.Packages;

/// <summary>Puts what an application package holds for a component under what the application says of it.</summary>
internal static class PackageMerge
{
    /// <summary>Names of one type: it doesn't matter which of them the package was built with.</summary>
    private static readonly string[][] SameTypes = [["helm", "helmchart"], ["config", "configmap"], ["k8s-objects", "raw"]];

    /// <summary>What may come from a package, so that it needn't be given.</summary>
    private static readonly string[] Given = ["image", "objects", "apiVersion", "kind"];

    /// <summary>The type as it is for a component that a package has.</summary>
    public static ComponentDefinition Type(ComponentDefinition type) => type with { Parameters = Given.Aggregate(type.Parameters, (schema, name) => schema.Optionally(name)) };

    /// <summary>Null when the package's component may stand for the application's, else why not.</summary>
    public static Fault? Mismatch(EffectiveComponent component, PackageComponent package) =>
        package.Type == component.Type || SameTypes.Any(names => names.Contains(package.Type) && names.Contains(component.Type))
            ? null
            : (component.Source["type"] ?? component.Source).Fault(
                $"component '{component.Name}' is of type '{component.Type}', but the application package holds it as '{package.Type}': let them be the same");

    /// <summary>Default properties of the package, the application's over them, and the package's image over both.</summary>
    public static DocumentNode Properties(EffectiveComponent component, ComponentDefinition type, PackageComponent package)
    {
        var properties = package.Properties is { } defaults
            ? DocumentMerge.Merge(DocumentFromJson.Read(defaults, component.Properties), component.Properties)
            : component.Properties;
        return package.Image is { } image && type.Parameters.Find("image") is not null
            ? DocumentMerge.With(properties, "image", properties.Like(DocumentKind.Text, image))
            : properties;
    }

    /// <summary>Compares parameters with the package's own schema of them.</summary>
    public static void Check(DocumentNode parameters, EffectiveComponent component, PackageComponent package, Findings findings)
    {
        if (package.Schema is { } schema) SchemaCheck.Run(parameters, schema, findings, $"component '{component.Name}' of the application package");
    }
}
