using Platform.Benchmarks;
using Platform.Benchmarks.Rollouts;
using Platform.Benchmarks.Sandbox;
using Platform.Benchmarks.Status;

// Whole-system runs: dotnet run -c Release --project benchmarks -- WHAT
const string usage = """
    usage: benchmarks delivery [--distributed] [--count N]
           benchmarks build [--count N] [--megabytes N]
           benchmarks rollouts [--distributed] [--clusters 1,10,100,500] [--latency MS] [--deploys N] [--workers N] [--times N] [--details] [--answering]
           benchmarks applications [--distributed] [--count 250,500,1000] [--latency MS] [--deploys N] [--workers N] [--details]
           benchmarks status-latency [--clusters N] [--per-second N] [--seconds N]
           benchmarks status-overload [--clusters N] [--per-second N] [--seconds N]
           benchmarks status-memory [--clusters N] [--objects N]
           benchmarks status-readers [--readers N] [--events N]
           benchmarks rendering
           benchmarks planning [--clusters 1,50]
           benchmarks sandbox-scale [--clusters 1,100,500]
           benchmarks sandbox-applies [--clusters N] [--count APPLICATIONS]
           benchmarks sandbox-watch [--watchers N] [--count CHANGES]
    """;

switch (args.FirstOrDefault())
{
    case "delivery":
        await DeliveryTimes.RunAsync(args.Contains("--distributed"), Number("--count", 20));
        return 0;
    case "build":
        await BuildTimes.RunAsync(Number("--count", 10), Number("--megabytes", 500));
        return 0;
    case "rollouts":
        await RolloutBenchmarks.ScaleAsync(
            [.. (Option("--clusters") ?? "1,10,100,500").Split(',').Select(int.Parse)], TimeSpan.FromMilliseconds(Number("--latency", 30)),
            args.Contains("--distributed"), Number("--deploys", 1), Number("--workers", BareLoop.Workers), args.Contains("--details"), Number("--times", 3),
            hanging: !args.Contains("--answering"));
        return 0;
    case "applications":
        await ManyApplications.RunAsync(
            [.. (Option("--count") ?? "250,500,1000").Split(',').Select(int.Parse)], TimeSpan.FromMilliseconds(Number("--latency", 30)),
            args.Contains("--distributed"), Number("--deploys", 1), Number("--workers", BareLoop.Workers), args.Contains("--details"));
        return 0;
    case "status-latency":
        await StatusLatency.RunAsync(Number("--clusters", 100), Number("--per-second", 50), Number("--seconds", 20));
        return 0;
    case "status-overload":
        await StatusLatency.OverloadAsync(Number("--clusters", 100), Number("--per-second", 1000), Number("--seconds", 10));
        return 0;
    case "status-memory":
        await StatusMemory.RunAsync(Number("--clusters", 500), Number("--objects", 200));
        return 0;
    case "status-readers":
        await StatusReaders.RunAsync(Number("--readers", 1000), Number("--events", 100));
        return 0;
    case "rendering":
        RenderingRates.Run();
        return 0;
    case "planning":
        await PlanningTimes.RunAsync((Option("--clusters") ?? "1,50").Split(',').Select(int.Parse));
        return 0;
    case "sandbox-scale":
        await SandboxBenchmarks.ScaleAsync((Option("--clusters") ?? "1,100,500").Split(',').Select(int.Parse));
        return 0;
    case "sandbox-applies":
        await SandboxBenchmarks.AppliesAsync(Number("--clusters", 10), Number("--count", 100));
        return 0;
    case "sandbox-watch":
        await SandboxBenchmarks.FanOutAsync(Number("--watchers", 100), Number("--count", 200));
        return 0;
    default:
        Console.Error.WriteLine(usage);
        return 2;
}

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

int Number(string name, int otherwise) => int.TryParse(Option(name), out var given) ? given : otherwise;
