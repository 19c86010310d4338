namespace Platform.Storage;

/// <summary>Something the store keeps: found by its id, replaced only by whoever has seen its latest version.</summary>
public interface IDocument
{
    /// <summary>The key within its collection. Ordered by its UTF-8 bytes.</summary>
    string Id { get; set; }

    /// <summary>0 for a document never stored, then 1, 2, … The store sets it; nobody else does.</summary>
    long Version { get; set; }
}
