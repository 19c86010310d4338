using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Oam.Snapshots;

/// <summary>What a component may ask for from outside its rendering. Questions without an answer are written down.</summary>
internal sealed class Outside(Snapshot snapshot, Findings findings)
{
    private readonly List<Need> needs = [];
    private bool refused;

    /// <summary>What was asked for and isn't in the snapshot.</summary>
    public IReadOnlyList<Need> Needs => needs;

    /// <summary>Something asked for isn't there.</summary>
    public bool IsLacking => refused || needs.Count > 0;

    /// <summary>Nothing can be made, and nobody is to blame.</summary>
    public void GiveUp() => refused = true;

    /// <summary>
    /// The value; null when it isn't known yet, or can't be had, which is a fault at the place then. A component that gets null
    /// makes nothing: it is rendered again when the answer is there.
    /// </summary>
    public JsonNode? Ask(Need need, DocumentNode place)
    {
        if (snapshot.Find(need) is not { } answer)
        {
            needs.Add(need);
            return null;
        }

        if (answer.Fault is not { } fault) return answer.Value?.DeepClone();
        findings.Add(place.Fault(fault));
        refused = true;
        return null;
    }
}
