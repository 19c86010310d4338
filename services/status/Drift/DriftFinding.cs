using Platform.Contracts.Deploy.V1;
using Platform.Status.Inventories;
using Platform.Status.Watching;

namespace Platform.Status.Drift;

/// <summary>The drift of an application's part on a cluster. Pure.</summary>
internal static class DriftFinding
{
    public static IReadOnlyList<(AppliedObject Applied, ObjectDrift Drift)> Of(InventoryDocument inventory, LiveStore live)
    {
        List<(AppliedObject, ObjectDrift)>? found = null;
        foreach (var applied in inventory.Objects)
        {
            var id = LiveId.Of(applied);
            var drift = live.Find(id) is { } entry ? entry.Drift : IsGone(id, live) ? new([], [], "gone", Gone: true, Owned: false) : null;
            if (drift is not null && applied.Shape is not null)
                (found ??= []).Add((applied, drift));
        }
        return found ?? [];
    }

    /// <summary>A complete list says so; that a kind is unknown or may not be read says nothing.</summary>
    private static bool IsGone(LiveId id, LiveStore live) => live.StatesFor(id).Any(s => s is { Synced: true, Refused: null, UnknownKind: false });
}
