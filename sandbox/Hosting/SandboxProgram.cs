namespace Platform.Sandbox.Hosting;

/// <summary>The sandbox as a program of its own.</summary>
internal static class SandboxProgram
{
    private const string Usage = """
        usage: sandbox [--clusters N | --names A,B,…] [--data DIR] [--host NAME] [--port-base PORT] [--admin-port PORT] [--shared-port] [--version vX.Y.Z]
        Starts N simulated Kubernetes clusters (default 3) and writes a kubeconfig for each to DIR/kubeconfigs (default .data/sandbox).
        --host is the name by which others reach them; without it only this machine can.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var given = Read(args);
        if (given is null)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }
        var data = Path.GetFullPath(given.GetValueOrDefault("data", ".data/sandbox"));
        var names = given.TryGetValue("names", out var list)
            ? list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [.. Enumerable.Range(1, int.Parse(given.GetValueOrDefault("clusters", "3"))).Select(i => $"cluster-{i}")];
        var version = given.GetValueOrDefault("version", "v1.36.2");
        await using var fleet = await SandboxFleet.StartAsync(new SandboxOptions
        {
            DataDirectory = data,
            Host = given.GetValueOrDefault("host", "127.0.0.1"),
            PortBase = int.Parse(given.GetValueOrDefault("port-base", "0")),
            AdminPort = int.Parse(given.GetValueOrDefault("admin-port", "0")),
            SharedPort = given.ContainsKey("shared-port"),
            Clusters = [.. names.Select(name => new SandboxClusterOptions { Name = name, Version = version })],
        });
        foreach (var cluster in fleet.Clusters)
        {
            var path = Path.Combine(data, "kubeconfigs", cluster.Name + ".yaml");
            Secrets.Write(path, cluster.KubeconfigText);
            Console.WriteLine($"{cluster.Name}  {cluster.Url}  {path}");
        }
        Console.WriteLine($"admin  {fleet.AdminUrl}/sandbox/v1/clusters");
        await ShutdownAsync();
        return 0;
    }

    private static Dictionary<string, string>? Read(string[] args)
    {
        string[] valued = ["clusters", "names", "data", "host", "port-base", "admin-port", "version"];
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].TrimStart('-');
            if (name == "shared-port") given[name] = "";
            else if (valued.Contains(name) && i + 1 < args.Length) given[name] = args[++i];
            else return null;
        }
        var numbers = new[] { "clusters", "port-base", "admin-port" };
        return numbers.All(n => !given.TryGetValue(n, out var text) || int.TryParse(text, out _)) ? given : null;
    }

    private static async Task ShutdownAsync()
    {
        var stopped = new TaskCompletionSource();
        using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, Stop);
        using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, Stop);
        await stopped.Task;

        void Stop(System.Runtime.InteropServices.PosixSignalContext context)
        {
            context.Cancel = true;
            stopped.TrySetResult();
        }
    }
}
