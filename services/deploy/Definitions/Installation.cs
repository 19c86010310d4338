using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applications;
using Platform.Messaging;
using Platform.Oam;
using Platform.Oam.Definitions;
using Platform.Storage;

namespace Platform.Deploy.Definitions;

/// <summary>Installs and removes definitions; what follows from it is announced in the same write.</summary>
internal sealed class Installation(
    IOutbox<DefinitionDocument> definitions, IDocuments<DefinitionRevisionDocument> revisions, IDocuments<ApplicationDocument> applications, DeployOptions options, TimeProvider clock)
{
    private const int MostTold = 20;

    /// <summary>Why a definition may not be installed; null when it may.</summary>
    public string? Refuses(PluginDefinition definition) =>
        !options.AllowShadowing && DefinitionCatalog.BuiltIn.All.Any(builtIn => builtIn.Kind == definition.Kind && builtIn.Name == definition.Name)
            ? $"{definition.Kind} '{definition.Name}' is a built-in type, which can't be replaced; choose another name (Deploy:AllowShadowing would let it pass)"
            : null;

    /// <summary>The definition as it stands then; null when somebody else changed it meanwhile. The same definition again changes nothing.</summary>
    public async Task<(DefinitionDocument Document, bool Created)?> PutAsync(PluginDefinition definition, string by, CancellationToken ct)
    {
        var id = DefinitionDocument.IdOf(definition.Kind, definition.Name);
        var known = await definitions.Documents.GetAsync(id, ct);
        if (known is { Removed: false } && known.Digest == definition.Digest)
            return (known, false);
        var created = known is null or { Removed: true };
        var document = known ?? new DefinitionDocument { Id = id };
        document.Revision = await ReviseAsync(id, definition, document.Revision, ct);
        (document.Digest, document.Document) = (definition.Digest, definition.Document.ToJsonString());
        (document.Removed, document.InstalledAt, document.InstalledBy) = (false, clock.GetUtcNow(), by);
        document.PublishFact(FactOf(document.Revision), Announcement(id, document.Revision, definition.Document));
        var stored = document.Version == 0 ? await definitions.InsertAsync(document, ct) : await definitions.ReplaceAsync(document, ct);
        return stored ? (document, created) : null;
    }

    /// <summary>The name under which a revision is told, again too.</summary>
    public static string FactOf(long revision) => $"revision {revision}";

    /// <summary>What the world is told of a revision.</summary>
    public static DefinitionInstalled Announcement(string id, long revision, JsonObject definition) => new()
    {
        Kind = DefinitionDocument.KindOf(id),
        Name = DefinitionDocument.NameOf(id),
        Revision = revision,
        Version = definition["version"]?.ToString(),
        Health = definition["health"]?.ToString(),
        Message = definition["message"]?.ToString(),
    };

    /// <summary>The applications whose newest revision pins the definition, some of them when there are many.</summary>
    public async Task<IReadOnlyList<string>> UsersAsync(string id, CancellationToken ct)
    {
        var page = await applications.FindAsync(
            Find<ApplicationDocument>.All.Where(application => application.Definitions, id).Where(application => application.Deleted, false).Limit(MostTold), ct);
        return [.. page.Items.Select(application => application.Id)];
    }

    /// <summary>False: somebody else changed it meanwhile.</summary>
    public async Task<bool> RemoveAsync(DefinitionDocument document, CancellationToken ct)
    {
        document.Removed = true;
        document.Publish(new DefinitionRemoved
        {
            Kind = DefinitionDocument.KindOf(document.Id),
            Name = DefinitionDocument.NameOf(document.Id),
            Revision = document.Revision,
        });
        return await definitions.ReplaceAsync(document, ct);
    }

    /// <summary>The next revision, or the one that a broken-off installation of the same left.</summary>
    private async Task<long> ReviseAsync(string id, PluginDefinition definition, long newest, CancellationToken ct)
    {
        for (var revision = newest + 1; ; revision++)
        {
            var document = new DefinitionRevisionDocument
            {
                Id = DefinitionRevisionDocument.IdOf(id, revision),
                Digest = definition.Digest,
                Document = definition.Document.ToJsonString(),
            };
            if (await revisions.InsertAsync(document, ct) || (await revisions.GetAsync(document.Id, ct))?.Digest == definition.Digest)
                return revision;
        }
    }
}
