using Platform.Oam.Documents;
using Platform.Oam.Schemas;

namespace Platform.Oam.Steps;

/// <summary>The <c>strategy</c> of a deploy step: waves and how many failures are borne.</summary>
internal static class StrategyType
{
    private static readonly Schema Wave = Schema.Map("Clusters that get it together.").Called("a wave")
        .With("clusterLabelSelector", Schema.MapOf(Schema.Text(), "Labels that its clusters have."))
        .With("percent", Schema.Whole("Or so many in a hundred of the step's clusters.", 1, 100))
        .With("pause", Schema.Text("Afterwards: a duration to wait, or 'approval'."))
        .With("soak", Schema.Text("How long its clusters have to stay well."));

    public static Schema Parameters { get; } = Schema.Map("In which order clusters get it, and how many may fail.").Called("a strategy")
        .With("maxConcurrent", Schema.Whole("Clusters at once.", 1))
        .With("waves", Schema.List(Wave, "In order; clusters that none takes come last."))
        .With("maxFailures", Schema.Whole("So many clusters may fail.", 0).Defaults(0))
        .With("onFailure", Schema.Text("When more fail.", "stop", "continue", "rollback").Defaults("stop"))
        .With("rollback", Schema.Text("How far a rollback goes.", "rollout", "wave", "cluster").Defaults("rollout"));

    /// <summary>Null when the step has none.</summary>
    public static DeployStrategy? Read(DocumentNode? given, Findings findings) => given is not { Kind: DocumentKind.Map } ? null : new(
        (int?)given["maxConcurrent"]?.WholeNumber,
        [.. ApplicationReader.Maps(given["waves"]).Select(wave => ReadWave(wave, findings))],
        (int)(given["maxFailures"]?.WholeNumber ?? 0),
        Word(given["onFailure"], FailureAction.Stop),
        Word(given["rollback"], RollbackScope.Rollout));

    private static DeployWave ReadWave(DocumentNode wave, Findings findings)
    {
        var labels = wave["clusterLabelSelector"];
        if ((labels is null) == (wave["percent"] is null))
            findings.Add(wave.Fault("a wave has either clusterLabelSelector or percent"));
        var approval = wave["pause"]?.Text == "approval";
        return new(
            labels?.Members.ToDictionary(label => label.Name, label => label.Value.Text ?? "", StringComparer.Ordinal),
            (int?)wave["percent"]?.WholeNumber,
            approval,
            approval ? null : Duration(wave["pause"], " or 'approval'", findings),
            Duration(wave["soak"], "", findings));
    }

    private static TimeSpan? Duration(DocumentNode? at, string or, Findings findings)
    {
        if (at?.Text is not { } text) return null;
        if (Durations.TryParse(text, out var duration)) return duration;
        findings.Add(at.Fault($"'{text}' isn't a duration; write {Durations.Expected}{or}"));
        return null;
    }

    private static T Word<T>(DocumentNode? at, T otherwise)
        where T : struct, Enum => Enum.TryParse<T>(at?.Text, ignoreCase: true, out var word) ? word : otherwise;
}
