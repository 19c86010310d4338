namespace Platform.Sandbox.Hosting;

/// <summary>The sandbox as a program of its own.</summary>
internal static class SandboxProgram
{
    /// <summary>Runs until it is told to stop; 2 for a command line that is none.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        SandboxOptions options;
        try
        {
            var arguments = new SandboxArguments(args);
            if (arguments.WantsHelp)
            {
                Console.WriteLine(SandboxArguments.Help);
                return 0;
            }
            options = arguments.Options();
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine($"sandbox: {e.Message}");
            return 2;
        }
        await using var fleet = await SandboxFleet.StartAsync(options);
        foreach (var cluster in fleet.Clusters)
        {
            var path = Path.Combine(options.DataDirectory!, "kubeconfigs", cluster.Name + ".yaml");
            Secrets.Write(path, cluster.KubeconfigText);
            Console.WriteLine($"{cluster.Name}  {cluster.Url}  {path}");
        }
        Console.WriteLine($"admin  {fleet.AdminUrl}/sandbox/v1/clusters");
        await ShutdownAsync();
        return 0;
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
