using Microsoft.Extensions.Options;
using Platform.Build.Tasks;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Images.Builders;

/// <summary>
/// Docker with BuildKit, where there is neither buildah nor podman: a developer's machine. Its daemon keeps the layer cache and is beyond
/// our limits on disk and memory; a build that is killed here ends there, as BuildKit notices that its client has gone.
/// </summary>
internal sealed class DockerBuilder(ToolRunner tools, IOptions<BuildOptions> options) : IImageBuilder
{
    internal const string Program = "docker";

    public async Task<string> DescribeAsync(CancellationToken ct) => (await tools.RunAsync(Run("/", ["--version"]), ct)).OrThrow(Program).Output.Trim();

    public async Task<Digest> BuildAsync(ImageOrder order, Func<string, ValueTask> line, CancellationToken ct)
    {
        var idFile = Path.Combine(order.Scratch, "id");
        ThrowUnlessDone(await tools.StreamAsync(Run(order.Scratch, [.. BuildArguments(order, idFile), .. options.Value.Network ? (string[])[] : ["--network", "none"], order.Context]), line, ct), "The image cannot be built");

        var id = await File.ReadAllTextAsync(idFile, ct);
        var archive = Path.Combine(order.Scratch, "image.tar");
        ThrowUnlessDone(await tools.RunAsync(Run(order.Scratch, ["save", "--output", archive, id]), ct), "The image cannot be written");
        // The layers stay in BuildKit's cache; the image would only fill the daemon's disk.
        await tools.RunAsync(Run(order.Scratch, ["image", "rm", id]), ct);

        var unpacked = Path.Combine(order.Scratch, "saved");
        await ArchiveReader.ExtractAsync(archive, unpacked, new ArchiveLimits { TotalBytes = options.Value.DiskLimit }, ct);
        File.Delete(archive);
        return await DockerArchive.ToLayoutAsync(unpacked, order.Layout, ct);
    }

    public Task<bool> TryCleanAsync(string cache, CancellationToken ct) => Task.FromResult(true);

    private static List<string> BuildArguments(ImageOrder order, string idFile)
    {
        List<string> arguments = ["build", "--progress", "plain", "--iidfile", idFile, "--file", order.Dockerfile];
        foreach (var (name, value) in order.Args)
            arguments.AddRange(["--build-arg", $"{name}={value}"]);
        foreach (var (id, file) in order.SecretFiles)
            arguments.AddRange(["--secret", $"id={id},src={file}"]);
        if (order.Target is { } target)
            arguments.AddRange(["--target", target]);
        if (order.Platform is { } platform)
            arguments.AddRange(["--platform", platform]);
        if (order.Fresh)
            arguments.AddRange(["--no-cache", "--pull"]);
        return arguments;
    }

    private ToolRun Run(string scratch, IReadOnlyList<string> arguments)
    {
        var environment = new Dictionary<string, string> { ["DOCKER_BUILDKIT"] = "1" };
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } daemon)
            environment["DOCKER_HOST"] = daemon;
        return new ToolRun
        {
            Program = Program,
            Arguments = arguments,
            Environment = environment,
            Directory = scratch,
            TimeLimit = options.Value.Timeout + TimeSpan.FromMinutes(1),
            OutputLimit = null,
        };
    }

    private static void ThrowUnlessDone(ToolResult result, string what)
    {
        if (result.ExitCode != 0)
            throw new BuildFailedException($"{what}: {string.Join('\n', result.Errors.Split('\n').TakeLast(3))}");
    }
}
