using Microsoft.Extensions.Options;
using Platform.Build.Tasks;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Images.Builders;

/// <summary>Which builder this process uses: the configured one, else the first that is here.</summary>
internal static class BuilderChoice
{
    internal static IImageBuilder Choose(ToolRunner tools, ArtifactStoreOptions artifacts, IOptions<BuildOptions> options)
    {
        // Where none is, the best one is named when a Dockerfile has to be built, with the way to get it.
        var program = options.Value.Builder ?? ((string[])["buildah", "podman", DockerBuilder.Program]).FirstOrDefault(p => tools.Tools.TryFind(p, out _), "buildah");
        return program == DockerBuilder.Program ? new DockerBuilder(tools, options) : new BuildahBuilder(program, tools, artifacts, options);
    }
}
