using Platform.Storage;

namespace Platform.Messaging;

/// <summary>Learns of documents as they are saved, so that what becomes due soon is not noticed late.</summary>
internal interface IDueWatch<in T> where T : class, IDocument
{
    void Saw(T document);
}
