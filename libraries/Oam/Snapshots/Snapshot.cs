using System.Collections.Immutable;

namespace Platform.Oam;

/// <summary>What was fetched for an application. Immutable: rendering with it gives the same for ever.</summary>
public sealed class Snapshot
{
    private readonly ImmutableDictionary<Need, Answer> answers;

    private Snapshot(ImmutableDictionary<Need, Answer> answers) => this.answers = answers;

    /// <summary>Nothing was fetched.</summary>
    public static Snapshot Empty { get; } = new(ImmutableDictionary<Need, Answer>.Empty);

    /// <summary>Everything in it.</summary>
    public IReadOnlyDictionary<Need, Answer> Answers => answers;

    /// <summary>The answer to a need; null while there is none.</summary>
    public Answer? Find(Need need) => answers.GetValueOrDefault(need);

    /// <summary>The same with more answers.</summary>
    public Snapshot With(IEnumerable<KeyValuePair<Need, Answer>> more) => new(answers.SetItems(more));
}
