using System.Text;
using Microsoft.Extensions.Options;
using Platform.Build.Tasks;
using Platform.Oci;
using Platform.Tools;

namespace Platform.Build.Images.Builders;

/// <summary>
/// Buildah, or podman, which builds with the same code and takes the same options. Steps run in a changed root (chroot isolation): it needs no
/// container runtime and works inside containers. Times in layers are the epoch, so that equal builds are equal digests.
/// </summary>
internal sealed class BuildahBuilder(string program, ToolRunner tools, ArtifactStoreOptions artifacts, IOptions<BuildOptions> options)
    : IImageBuilder, IDisposable
{
    private const string Podman = "podman";
    private readonly BuildOptions _options = options.Value;
    private readonly SemaphoreSlim _once = new(1, 1);
    private (string Description, string Driver)? _known;

    public async Task<string> DescribeAsync(CancellationToken ct) => (await KnowAsync(ct)).Description;

    public async Task<Digest> BuildAsync(ImageOrder order, Func<string, ValueTask> line, CancellationToken ct)
    {
        try
        {
            return await BuildAndPushAsync(order, line, ct);
        }
        finally
        {
            Folders.Remove(RunRootOf(order.Scratch));
        }
    }

    public void Dispose() => _once.Dispose();

    public async Task<bool> TryCleanAsync(string cache, CancellationToken ct)
    {
        // Podman knows nothing of containers that its builds left behind.
        if (program != "buildah" || !tools.Tools.TryFind(program, out _))
            return false;
        var scratch = Directory.CreateTempSubdirectory("platform-clean-").FullName;
        try
        {
            var run = await PrepareAsync(cache, scratch, ct);
            return (await tools.RunAsync(run(["rm", "--all"]), ct)).ExitCode == 0;
        }
        finally
        {
            Folders.Remove(scratch);
        }
    }

    private async Task<Digest> BuildAndPushAsync(ImageOrder order, Func<string, ValueTask> line, CancellationToken ct)
    {
        var run = await PrepareAsync(order.Cache, order.Scratch, ct);
        var idFile = Path.Combine(order.Scratch, "id");
        var built = await tools.StreamAsync(
            run([program == Podman ? "build" : "bud", .. await BuildArgumentsAsync(order, idFile, ct), order.Context]), line, ct);
        ThrowUnlessDone(built, "The image cannot be built");

        var image = await File.ReadAllTextAsync(idFile, ct);
        var digestFile = Path.Combine(order.Scratch, "digest");
        var pushed = await tools.RunAsync(
            run(["push", .. await PolicyAsync(order.Scratch, ct), "--quiet", "--digestfile", digestFile, image, $"oci:{order.Layout}:{ImageOrder.Repository}"]), ct);
        ThrowUnlessDone(pushed, "The image cannot be written");
        return Digest.Parse((await File.ReadAllTextAsync(digestFile, ct)).Trim());
    }

    private static async Task<List<string>> BuildArgumentsAsync(ImageOrder order, string idFile, CancellationToken ct)
    {
        List<string> arguments =
        [
            "--isolation", "chroot", "--format", "oci", "--timestamp", "0", "--layers", .. await PolicyAsync(order.Scratch, ct),
            "--iidfile", idFile, "--file", order.Dockerfile,
        ];
        foreach (var (name, value) in order.Args)
            arguments.AddRange(["--build-arg", $"{name}={value}"]);
        foreach (var (id, file) in order.SecretFiles)
            arguments.AddRange(["--secret", $"id={id},src={file}"]);
        if (order.Target is { } target)
            arguments.AddRange(["--target", target]);
        if (order.Platform is { } platform)
            arguments.AddRange(["--platform", platform]);
        if (order.Fresh)
            arguments.AddRange(["--no-cache", "--pull=always"]);
        return arguments;
    }

    /// <summary>How the program is run on a cache, given its arguments.</summary>
    private async Task<Func<IReadOnlyList<string>, ToolRun>> PrepareAsync(string cache, string scratch, CancellationToken ct)
    {
        var (_, driver) = await KnowAsync(ct);
        var storage = new BuilderStorage(Path.Combine(cache, "storage"), RunRootOf(scratch), driver);
        var environment = await BuilderFiles.WriteAsync(scratch, storage, artifacts.Registries, ct);
        return arguments => new ToolRun
        {
            Program = program,
            Arguments = [.. storage.Options, .. arguments],
            Environment = environment,
            Directory = scratch,
            Home = Path.Combine(scratch, "home"),
            TimeLimit = _options.Timeout + TimeSpan.FromMinutes(1),
            MemoryLimit = _options.MemoryLimit,
            FileSizeLimit = _options.DiskLimit,
            OutputLimit = null,
            Network = _options.Network,
            MakesNamespaces = true,
        };
    }

    // Podman takes no run root of more than 50 characters.
    private string RunRootOf(string scratch) => program == Podman
        ? Path.Combine(Path.GetTempPath(), "podman-" + Digest.Of(Encoding.UTF8.GetBytes(scratch)).Hex[..16])
        : Path.Combine(scratch, "run");

    /// <summary>Finds out once which version this is, and whether layers can be overlaid here (else they are copied, which always works).</summary>
    private async Task<(string Description, string Driver)> KnowAsync(CancellationToken ct)
    {
        await _once.WaitAsync(ct);
        try
        {
            if (_known is { } known)
                return known;
            var version = await tools.RunAsync(new ToolRun { Program = program, Arguments = ["--version"], Directory = "/", MakesNamespaces = true }, ct);
            _known = (version.OrThrow(program).Output.Trim(), await CanOverlayAsync(ct) ? "overlay" : "vfs");
            return _known.Value;
        }
        finally
        {
            _once.Release();
        }
    }

    private async Task<bool> CanOverlayAsync(CancellationToken ct)
    {
        var probe = Directory.CreateTempSubdirectory("platform-probe-").FullName;
        try
        {
            var storage = new BuilderStorage(Path.Combine(probe, "root"), Path.Combine(probe, "run"), "overlay");
            var environment = await BuilderFiles.WriteAsync(probe, storage, new RegistriesOptions(), ct);
            return (await tools.RunAsync(
                new ToolRun { Program = program, Arguments = [.. storage.Options, "info"], Directory = probe, Environment = environment, MakesNamespaces = true }, ct)).ExitCode == 0;
        }
        finally
        {
            Folders.Remove(probe);
        }
    }

    private static async Task<string[]> PolicyAsync(string scratch, CancellationToken ct) =>
        ["--signature-policy", await BuilderFiles.WritePolicyAsync(scratch, ct)];

    private static void ThrowUnlessDone(ToolResult result, string what)
    {
        if (result.ExitCode != 0)
            throw new BuildFailedException($"{what}: {string.Join('\n', result.Errors.Split('\n').TakeLast(3))}");
    }
}
