namespace Platform.Status.Applications;

/// <summary>What an event says of a rollout.</summary>
/// <param name="Rollout">Its id.</param>
/// <param name="Number">Counts the application's rollouts.</param>
/// <param name="Revision">What it brings.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Position">The event's sequence number: its place among all that Deploy says of the application.</param>
/// <param name="Removes">It takes the application off its clusters.</param>
internal sealed record RolloutMove(Guid Rollout, long Number, long Revision, ApplicationPhase Phase, long Position, bool Removes = false);
