using System.Globalization;
using System.Text.Json.Nodes;

namespace Platform.Cli.Progress;

/// <summary>So many clusters in each phase, as the server counted them.</summary>
internal sealed class PhaseCounts(JsonObject counts)
{
    // What went well comes first, then trouble, then what is to come; phases of a newer server last.
    private static readonly List<string> Order = ["healthy", "rolledBack", "failed", "parked", "applying", "waiting", "pending", "skipped"];

    private readonly Dictionary<string, int> phases = counts.ToDictionary(pair => pair.Key, pair => int.Parse($"{pair.Value}", CultureInfo.InvariantCulture));

    public int Total => phases.Values.Sum();

    /// <summary>Those that were worked on, or are.</summary>
    public int Begun => Total - Of("pending") - Of("skipped");

    /// <summary>Those that ended, well or not.</summary>
    public int Done => Of("healthy") + Of("rolledBack") + Of("failed");

    /// <summary><c>38 of 40 clusters healthy, 2 waiting</c>.</summary>
    public string OfAll() => Text($" of {Total} clusters");

    /// <summary><c>38 healthy, 2 waiting</c>.</summary>
    public override string ToString() => Text("");

    private string Text(string afterFirst) => string.Join(", ", phases
        .OrderBy(phase => Order.IndexOf(phase.Key) is var place and >= 0 ? place : Order.Count)
        .Select((phase, place) => $"{phase.Value}{(place == 0 ? afterFirst : "")} {(phase.Key == "rolledBack" ? "rolled back" : phase.Key)}"));

    private int Of(string phase) => phases.GetValueOrDefault(phase);
}
