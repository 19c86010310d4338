using Microsoft.Extensions.Options;
using Platform.Build.Caches;
using Platform.Build.Tasks;
using Platform.Build.Workspaces;
using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Images;

/// <summary>Builds a checked-out directory with the component's layer cache and within the limits on disk, platform by platform.</summary>
internal sealed class ImageBuilding(IImageBuilder builder, LayerCaches caches, IOptions<BuildOptions> options, TimeProvider time)
{
    /// <summary>One image for each platform. Throws <see cref="BuildFailedException"/> with what the builder said.</summary>
    internal async Task<IReadOnlyList<ImageLayout>> BuildAsync(BuildJob job, ImageSource image, string context, CancellationToken ct)
    {
        var dockerfile = BuildContext.Check(context, image.DockerfileOrDefault());
        var secrets = await WriteSecretsAsync(job, image, ct);
        var layouts = new List<ImageLayout>();
        await using (var cache = await caches.RentAsync(job.Task, ct))
        {
            foreach (var platform in image.Platforms.Distinct().DefaultIfEmpty<string?>(null))
            {
                var folder = Directory.CreateDirectory(Path.Combine(job.Folder, $"image-{layouts.Count}")).FullName;
                var order = new ImageOrder
                {
                    Context = context,
                    Dockerfile = dockerfile,
                    Args = image.Args,
                    Target = image.Target,
                    Platform = platform,
                    SecretFiles = secrets,
                    Fresh = job.Task.Force,
                    Layout = Path.Combine(folder, "layout"),
                    Scratch = Directory.CreateDirectory(Path.Combine(folder, "scratch")).FullName,
                    Cache = cache.Folder,
                };
                layouts.Add(new ImageLayout(platform, order.Layout, await BuildAsync(job, order, ct)));
            }

            cache.IsClean = true;
        }

        return layouts;
    }

    private async Task<Digest> BuildAsync(BuildJob job, ImageOrder order, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = new DiskWatch(options.Value, time, [job.Folder, order.Cache]);
        var watching = watch.WatchAsync(ending);
        try
        {
            return await builder.BuildAsync(order, line => new ValueTask(job.Log.PrintAsync(line, ending.Token)), ending.Token);
        }
        catch (OperationCanceledException) when (watch.Reason is not null && !ct.IsCancellationRequested)
        {
            throw new BuildFailedException(watch.Reason);
        }
        finally
        {
            await ending.CancelAsync();
            await watching;
        }
    }

    private static async Task<Dictionary<string, string>> WriteSecretsAsync(BuildJob job, ImageSource image, CancellationToken ct)
    {
        var files = new Dictionary<string, string>();
        foreach (var id in image.SecretDigests.Keys)
        {
            var value = job.Secrets.BuildSecrets.GetValueOrDefault(id)
                ?? throw new BuildFailedException($"The secret '{id}' of the build has no value; register the source again.");
            files[id] = await PrivateFile.WriteAsync(Path.Combine(job.Folder, "secrets", id), value, ct);
        }

        return files;
    }
}
