namespace Platform.Storage;

/// <summary>
/// Another document holds these values in a unique index. Not the id: a taken id is an expected answer (false), this one is a conflict
/// that the writer's own key could not have foreseen.
/// </summary>
public sealed class UniqueViolationException(string collection, IReadOnlyList<string> fields, Exception? inner = null)
    : Exception($"Another document in '{collection}' has the same {string.Join(", ", fields)}.", inner)
{
    /// <summary>The fields of the index, by their names in the stored document.</summary>
    public IReadOnlyList<string> Fields { get; } = fields;
}
