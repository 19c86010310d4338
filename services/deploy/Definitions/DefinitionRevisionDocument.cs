using Platform.Storage;

namespace Platform.Deploy.Definitions;

/// <summary>A definition as it was once: what revisions of applications pin. Its id is <c>kind/name/revision</c>; it is never changed or removed.</summary>
internal sealed class DefinitionRevisionDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    public string Digest { get; set; } = "";

    /// <summary>The definition, a JSON object as text.</summary>
    public string Document { get; set; } = "{}";

    public static string IdOf(string id, long revision) => $"{id}/{revision}";
}
