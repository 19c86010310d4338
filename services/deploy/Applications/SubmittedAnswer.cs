namespace Platform.Deploy.Applications;

/// <summary>The answer to a submission.</summary>
/// <param name="Application">Its name.</param>
/// <param name="Revision">Number of the revision that holds it: a new one, or the known one when nothing changed.</param>
/// <param name="Rollout">The rollout that brings, or brought, it to its clusters.</param>
/// <param name="Changed">False when the newest revision says the same: nothing was started.</param>
/// <param name="Warnings">What probably isn't meant.</param>
internal sealed record SubmittedAnswer(string Application, long Revision, Guid Rollout, bool Changed, IReadOnlyList<WarningAnswer> Warnings);

/// <summary>Something that was taken but probably isn't meant.</summary>
internal sealed record WarningAnswer(string Path, string Detail, int? Line = null, int? Column = null);
