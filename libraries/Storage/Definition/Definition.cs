namespace Platform.Storage;

/// <summary>A collection: whose it is, its name, and what can be searched in it.</summary>
internal class Definition(string service, string collection, IReadOnlyList<DocumentIndex> indexes)
{
    public string Service { get; } = Checked(service);

    public string Collection { get; } = Checked(collection);

    public IReadOnlyList<DocumentIndex> Indexes { get; } = indexes;

    public IReadOnlyList<Field> Fields { get; } =
        [.. indexes.SelectMany(x => x.Fields).Where(x => x.Path != Field.Id.Path).DistinctBy(x => x.Path)];

    /// <summary>Where the time of expiry is; null when the documents stay.</summary>
    public Field? Expiry => Fields.FirstOrDefault(x => x.Member == nameof(IExpires.ExpiresAt));

    /// <exception cref="InvalidOperationException">No index has the field, so a search would read everything.</exception>
    public Field Resolve(string member) =>
        member == Field.Id.Member
            ? Field.Id
            : Fields.FirstOrDefault(x => x.Member == member) ?? throw new InvalidOperationException(
                $"'{member}' is in no index of {Service}/{Collection}: name it where the documents are registered.");

    // They become file, table and database names, unquoted in places.
    private static string Checked(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')
            ? name
            : throw new ArgumentException($"'{name}' is not a name of lower-case letters, digits, '-' and '_'.", nameof(name));
}
