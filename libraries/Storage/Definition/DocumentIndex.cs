namespace Platform.Storage;

/// <summary>An index over one or several fields; its name is made of them, so a changed index is another index.</summary>
internal sealed record DocumentIndex(IReadOnlyList<Field> Fields, bool Unique)
{
    public const string Prefix = "ix_";
    public const string UniquePrefix = "ux_";

    public string Name(string collection) =>
        (Unique ? UniquePrefix : Prefix) + collection + "_" + string.Join('_', Fields.Select(x => x.Path.Replace('.', '_')));
}
