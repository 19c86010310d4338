using Platform.Contracts.Package.V1;

namespace Platform.Package.Packaging;

/// <summary>What is told of a package that is complete.</summary>
internal static class PackageFacts
{
    /// <summary>The first time, and again: it is one event.</summary>
    internal static void Tell(PackagingSaga package) => package.PublishFact("packaged", Packaged(package));

    private static ApplicationPackaged Packaged(PackagingSaga package) => new()
    {
        Namespace = package.Namespace,
        Application = package.Application,
        Version = package.PackageVersion,
        Digest = package.Digest!,
        Labels = package.Labels,
        Components =
        [
            .. package.Components.Select(c => new PackagedComponent
            {
                Component = c.Component,
                Type = c.Source.Type,
                Digest = c.Digest!,
                Images = c.Images,
                ContentType = c.ContentType,
                ContentDigest = c.ContentDigest,
                ParameterSchema = c.Source.ParametersSchema,
                Properties = c.Source.Properties,
            }),
        ],
    };
}
