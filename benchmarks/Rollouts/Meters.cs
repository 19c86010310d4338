using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Benchmarks.Rollouts;

/// <summary>What a process has used and done since it began, by the operating system and by its own <c>/metrics</c>.</summary>
/// <param name="Cpu">Processor time.</param>
/// <param name="Counters">Counters by name and labels, summed over what is left out.</param>
internal sealed record Reading(TimeSpan Cpu, IReadOnlyDictionary<string, double> Counters)
{
    public static Reading Zero { get; } = new(TimeSpan.Zero, new Dictionary<string, double>());

    public static Reading operator -(Reading later, Reading earlier) => new(
        later.Cpu - earlier.Cpu,
        later.Counters.ToDictionary(pair => pair.Key, pair => pair.Value - earlier.Counters.GetValueOrDefault(pair.Key)).Where(pair => pair.Value != 0).ToDictionary());

    public static Reading operator +(Reading one, Reading other) => new(
        one.Cpu + other.Cpu,
        one.Counters.Keys.Union(other.Counters.Keys).ToDictionary(key => key, key => one.Counters.GetValueOrDefault(key) + other.Counters.GetValueOrDefault(key)));

    /// <summary>Prints what was counted more than now and then, for each of so many.</summary>
    public void Print(int of)
    {
        foreach (var (what, value) in Counters.Where(pair => pair.Value / of > 0.001).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Console.WriteLine($"    {what,-100} {value / of,6:0.00}");
    }

    /// <summary>The sum of all counters whose text begins so.</summary>
    public double Sum(string beginning) => Counters.Where(pair => pair.Key.StartsWith(beginning, StringComparison.Ordinal)).Sum(pair => pair.Value);
}

/// <summary>Reads a process of the platform.</summary>
internal sealed partial class Meter(string name, Uri address, int process) : IDisposable
{
    /// <summary>The reading of parts that wait in memory.</summary>
    public const string Waiting = "waiting";

    private readonly HttpClient http = new() { BaseAddress = address };

    public string Name => name;

    /// <summary>Resident memory, MiB.</summary>
    public double Resident
    {
        get
        {
            using var now = Process.GetProcessById(process);
            return now.WorkingSet64 / 1048576.0;
        }
    }

    public async Task<Reading> ReadAsync()
    {
        var counters = new Dictionary<string, double>();
        foreach (Match line in Line().Matches(await http.GetStringAsync("/metrics")))
        {
            var key = KeyOf(line.Groups["name"].Value, line.Groups["labels"].Value);
            if (key is not null)
                counters[key] = counters.GetValueOrDefault(key) + double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture);
        }

        using var now = Process.GetProcessById(process);
        return new(now.TotalProcessorTime, counters);
    }

    public void Dispose() => http.Dispose();

    private static string? KeyOf(string name, string labels) => name switch
    {
        "platform_store_operations_total" => $"store {Label(labels, "operation")} {Label(labels, "collection")}",
        "platform_store_commits_total" => $"commits {Label(labels, "file")}",
        "platform_deploy_pool_waiting" => Waiting,
        "dotnet_gc_collections_total" => $"collections {Label(labels, "gc_heap_generation")}",
        "dotnet_gc_heap_total_allocated_bytes_total" => "allocated bytes",
        "dotnet_gc_pause_time_seconds_total" => "pause s",
        "dotnet_thread_pool_work_item_count_total" => "pool items",
        "messaging_masstransit_send_ea_total" => $"sent {Label(labels, "messaging_masstransit_message_type")}",
        "messaging_masstransit_consume_ea_total" => $"consumed {Label(labels, "messaging_masstransit_message_type")} {Label(labels, "messaging_masstransit_consumer_type")}",
        _ => null,
    };

    private static string Label(string labels, string name) => Regex.Match(labels, $"(?:^|,){name}=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex(@"^(?<name>\w+)\{(?<labels>[^}]*)\} (?<value>\S+)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
