using Platform.Sandbox.Controllers;

namespace Platform.Sandbox.Tests.Corpus;

/// <summary>
/// What a watch told, as far as it is the same from run to run: the order in which objects appeared, the steps each went through (phase,
/// conditions, deletion, what is wanted of it), and how each was at the end. The number of steps in between is not.
/// </summary>
internal sealed class Story
{
    private sealed record Told(string Type, JsonObject Object);

    private readonly List<(string Name, string Instance, List<Told> Events)> _objects = [];

    /// <param name="events">The type of each event, its object's name before anything was replaced in it, and the object in its canonical form.</param>
    public Story(IEnumerable<(string Type, string Name, JsonObject Object)> events)
    {
        foreach (var (type, given, o) in events)
        {
            var isEvent = o.Text("kind") == "Event";
            var name = isEvent ? $"Event of {o["involvedObject"].Text("kind")} {o["involvedObject"].Text("name")}" : $"{o.Text("kind")} {o["metadata"].Text("name")}";
            // The recorder left out the names of events: they are told apart by what they say.
            var instance = isEvent ? $"{name} {o.Text("reason")} {o.Text("message")}" : given;
            var at = _objects.FindLastIndex(x => x.Instance == instance && x.Events[^1].Type != "DELETED");
            if (at < 0) _objects.Add((name, instance, [new(type, o)]));
            else _objects[at].Events.Add(new(type, o));
        }
    }

    /// <summary>The first thing that is told otherwise than in the recording; null where there is none.</summary>
    public string? DiffersFrom(Story recorded) =>
        Differs("order", recorded.Order(), Order()) ?? Differs("steps", recorded.Steps(), Steps()) ?? Differs("end", recorded.Ends(), Ends());

    private static string? Differs(string what, List<string> recorded, List<string> told)
    {
        if (recorded.SequenceEqual(told)) return null;
        var (lacks, extra) = (Without(recorded, told), Without(told, recorded));
        return $"{what}: lacks [{string.Join("; ", lacks)}], has also [{string.Join("; ", extra)}]{(lacks.Count + extra.Count == 0 ? $"; order {string.Join(", ", told)} instead of {string.Join(", ", recorded)}" : "")}";
    }

    private static List<string> Without(List<string> from, List<string> others)
    {
        var left = others.ToList();
        return [.. from.Where(x => !left.Remove(x))];
    }

    /// <summary>The first appearance of each name; events have an order of their own for each object they are about.</summary>
    private List<string> Order() => _objects[..].Select(o => o.Name).Where(n => !n.StartsWith("Event", StringComparison.Ordinal)).Distinct().ToList();

    private List<string> Steps() => [.. _objects.Select(o => $"{o.Name}: {string.Join(" > ", Distinct(o.Events.Select(Step)))}").Order(StringComparer.Ordinal)];

    private List<string> Ends() => [.. _objects.Select(o => $"{o.Events[^1].Type} {Canon.Write(o.Events[^1].Object)}").Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Distinct(IEnumerable<string> steps)
    {
        string? last = null;
        foreach (var step in steps)
        {
            if (step != last) yield return step;
            last = step;
        }
    }

    private static string Step(Told told)
    {
        var (o, spec) = (told.Object, told.Object["spec"]);
        if (o.Text("kind") == "Event") return $"{o.Text("type")} {o.Text("reason")}";
        var parts = new List<string?>
        {
            told.Type == "DELETED" ? "gone" : null,
            o["status"].Text("phase"),
            spec?["nodeName"] is null ? null : "placed",
            spec?["replicas"]?.ToString(),
            spec?["images"]?[0]?.ToString(),
            spec.Flag("paused") || spec.Flag("suspend") ? "paused" : null,
            o["metadata"]?["deletionTimestamp"] is null ? null : "going",
            o["metadata"]?["finalizers"]?.ToJsonString(),
        };
        parts.AddRange(o["status"].List("conditions").OrderBy(c => c.Text("type"), StringComparer.Ordinal).Select(c => $"{c.Text("type")}={c.Text("status")} {c.Text("reason")} {c.Text("message")}"));
        return string.Join(' ', parts.Where(p => p is not null));
    }
}
