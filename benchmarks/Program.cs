using Platform.Benchmarks;

// Whole-system runs: dotnet run -c Release --project benchmarks -- delivery [--distributed] [--count 20]
if (args is not ["delivery", ..])
{
    Console.Error.WriteLine("usage: benchmarks delivery [--distributed] [--count N]");
    return 2;
}

var at = Array.IndexOf(args, "--count");
var count = at >= 0 && at + 1 < args.Length && int.TryParse(args[at + 1], out var given) ? given : 20;
await DeliveryTimes.RunAsync(args.Contains("--distributed"), count);
return 0;
