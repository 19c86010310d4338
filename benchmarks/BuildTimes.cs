using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.Local;
using Platform.Local.Delivery;
using Platform.Local.Distributed;
using Platform.Local.Embedded;

namespace Platform.Benchmarks;

/// <summary>
/// Building images: a component from its package's POST to the package, beside <c>buildah bud</c> and <c>push</c> of the same directory by
/// hand; a package without changes; two components at once; and the memory of the services while a large layer passes. Needs root, git,
/// buildah and busybox (Debian's busybox-static).
/// </summary>
internal static class BuildTimes
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static async Task RunAsync(int count, int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("platform-benchmark-").FullName;
        // The first of the list is the folder of the sample, which the host sets.
        var settings = new Dictionary<string, string> { ["Build:AllowedFolders:1"] = folder };
        var options = new LocalOptions { DataDirectory = Path.Combine(folder, "data"), Port = FreePorts.Take(1)[0], Settings = settings };
        await using var platform = await EmbeddedPlatform.StartAsync(options, CancellationToken.None);
        using var gateway = new GatewayClient(platform.Gateway, platform.AdminKey);
        var repository = await Repository.CreateAsync(folder, megabytes);

        await gateway.PutJsonAsync("namespaces/default/sources/one/web", Source(repository, "small"), CancellationToken.None);
        await PackageAsync(gateway, "one", "0.0.0");
        var (bare, ours, unchanged) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < count; i++)
        {
            await repository.ChangeAsync("small", i);
            bare.Add(await repository.BuildByHandAsync("small"));
            ours.Add(await PackageAsync(gateway, "one", $"1.0.{i}"));
            unchanged.Add(await PackageAsync(gateway, "one", $"2.0.{i}"));
        }

        Console.WriteLine($"One component, {count} times (COPY, a changed file, RUN), ms:");
        Print("buildah bud + push", bare);
        Print("POST to package", ours);
        Print("overhead", ours.Zip(bare, (o, b) => o - b));
        Print("unchanged package", unchanged);

        await gateway.PutJsonAsync("namespaces/default/sources/alone/web", Source(repository, "busy"), CancellationToken.None);
        await gateway.PutJsonAsync("namespaces/default/sources/two/web", Source(repository, "busy"), CancellationToken.None);
        await gateway.PutJsonAsync("namespaces/default/sources/two/api", Source(repository, "busy"), CancellationToken.None);
        Console.WriteLine("A component whose build keeps one core busy, ms:");
        Print("one", [await PackageAsync(gateway, "alone", "1.0.0")]);
        Print("two at once", [await PackageAsync(gateway, "two", "1.0.0")]);

        await gateway.PutJsonAsync("namespaces/default/sources/large/web", Source(repository, "large"), CancellationToken.None);
        GC.Collect();
        var before = Environment.WorkingSet;
        var (took, peak) = await WithPeakAsync(() => PackageAsync(gateway, "large", "1.0.0"));
        Console.WriteLine($"A layer of {megabytes} MB: {took:0} ms; working set {before >> 20} MB before, {peak >> 20} MB at most");
    }

    private static JsonObject Source(Repository repository, string path) => new()
    {
        ["type"] = "worker",
        ["image"] = new JsonObject { ["git"] = repository.Url, ["path"] = path },
    };

    /// <summary>Milliseconds from the request to the package.</summary>
    private static async Task<double> PackageAsync(GatewayClient gateway, string application, string version)
    {
        var began = Clock.GetTimestamp();
        var package = await gateway.PostJsonAsync(
            $"namespaces/default/packages/{application}?wait=60s", new JsonObject { ["version"] = version }, CancellationToken.None);
        while (package["phase"]!.GetValue<string>() is "pending" or "building" or "packaging")
            package = await gateway.GetAsync($"namespaces/default/packages/{application}/{version}?wait=60s", CancellationToken.None);
        return package["phase"]!.GetValue<string>() == "succeeded"
            ? Clock.GetElapsedTime(began).TotalMilliseconds
            : throw new DeliveryException($"{application} {version}: {package.ToJsonString()}");
    }

    private static async Task<(double Took, long Peak)> WithPeakAsync(Func<Task<double>> work)
    {
        var running = work();
        var peak = 0L;
        while (!running.IsCompleted)
        {
            peak = Math.Max(peak, Environment.WorkingSet);
            await Task.WhenAny(running, Task.Delay(20));
        }

        return (await running, peak);
    }

    private static void Print(string name, IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        Console.WriteLine($"  {name,-22} {sorted[0],8:0} {sorted[sorted.Length / 2],8:0} {sorted[^1],8:0}");
    }

    /// <summary>Directories with Dockerfiles that need no network, in git.</summary>
    private sealed class Repository(string folder)
    {
        private const string Base = "FROM scratch\nCOPY busybox /bin/busybox\nCOPY busybox /bin/sh\n";
        private readonly string _work = Path.Combine(folder, "repository");
        private readonly string _byHand = Path.Combine(folder, "by-hand");

        public string Url => "file://" + _work;

        public static async Task<Repository> CreateAsync(string folder, int megabytes)
        {
            var repository = new Repository(folder);
            await RunAsync("git", "init", "--quiet", repository._work);
            await repository.AddAsync("small", Base + "COPY file /file\nRUN echo built > /built\n");
            await repository.AddAsync("busy", Base + "RUN /bin/busybox dd if=/dev/zero bs=1M count=1200 2>/dev/null | /bin/busybox sha512sum\n");
            await repository.AddAsync("large", Base + $"RUN /bin/busybox dd if=/dev/urandom of=/large bs=1M count={megabytes} 2>/dev/null\n");
            return repository;
        }

        public async Task ChangeAsync(string path, int change)
        {
            await File.WriteAllTextAsync(Path.Combine(_work, path, "file"), $"{change}");
            await CommitAsync();
        }

        /// <summary>Milliseconds of the same build without the platform, with a layer cache of its own.</summary>
        public async Task<double> BuildByHandAsync(string path)
        {
            var layout = Path.Combine(_byHand, Guid.NewGuid().ToString("n"));
            string[] storage = ["--root", Path.Combine(_byHand, "storage"), "--runroot", Path.Combine(_byHand, "run")];
            var began = Clock.GetTimestamp();
            await RunAsync("buildah", [.. storage, "bud", "--isolation", "chroot", "--timestamp", "0", "--layers", "--tag", "by-hand", Path.Combine(_work, path)]);
            await RunAsync("buildah", [.. storage, "push", "by-hand", $"oci:{layout}:image"]);
            return Clock.GetElapsedTime(began).TotalMilliseconds;
        }

        private async Task AddAsync(string path, string dockerfile)
        {
            var directory = Directory.CreateDirectory(Path.Combine(_work, path)).FullName;
            await File.WriteAllTextAsync(Path.Combine(directory, "Dockerfile"), dockerfile);
            await File.WriteAllTextAsync(Path.Combine(directory, "file"), "");
            File.Copy("/bin/busybox", Path.Combine(directory, "busybox"));
            await CommitAsync();
        }

        private async Task CommitAsync()
        {
            await RunAsync("git", "-C", _work, "add", "--all");
            await RunAsync("git", "-C", _work, "-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org", "commit", "--quiet", "-m", "a change");
        }

        private static async Task RunAsync(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            await output;
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{program}: {await errors}");
        }
    }
}
