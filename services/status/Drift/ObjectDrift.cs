namespace Platform.Status.Drift;

/// <summary>How a live object differs from what was applied.</summary>
/// <param name="Fields">The fields, as people read them; none when the object is gone.</param>
/// <param name="ChangedBy">Field managers that set them, as far as the cluster says.</param>
/// <param name="Mark">Tells this change from another of the same fields.</param>
/// <param name="Gone">The object is not there.</param>
/// <param name="Owned">Somebody has the fields now: it was surely not a rollout that is under way.</param>
internal sealed record ObjectDrift(IReadOnlyList<string> Fields, IReadOnlyList<string> ChangedBy, string Mark, bool Gone = false, bool Owned = true);
