namespace Platform.Storage;

/// <summary>A collection of documents of one type.</summary>
internal sealed class Definition<T>(string service, string collection, IReadOnlyList<DocumentIndex> indexes)
    : Definition(service, collection, indexes) where T : class, IDocument;
