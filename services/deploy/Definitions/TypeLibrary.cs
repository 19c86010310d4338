using System.Collections.Concurrent;
using System.Globalization;
using Platform.Deploy.Revisions;
using Platform.Oam;
using Platform.Oam.Definitions;
using Platform.Storage;

namespace Platform.Deploy.Definitions;

/// <summary>The types that applications may use: the built-in ones and those installed. What was read once is kept compiled.</summary>
internal sealed class TypeLibrary(IDocuments<DefinitionDocument> current, IDocuments<DefinitionRevisionDocument> revisions)
{
    private readonly ConcurrentDictionary<(string Id, long Revision), Definition> compiled = new();

    /// <summary>The types as they are now.</summary>
    public async Task<DefinitionCatalog> NowAsync(CancellationToken ct)
    {
        var installed = new List<Definition>();
        await foreach (var document in current.FindAllAsync(Find<DefinitionDocument>.All.Where(document => document.Removed, false), ct))
            installed.Add(Compiled(document.Id, document.Revision, document.Document));
        return Catalog(installed);
    }

    /// <summary>The types as a revision of an application pinned them; others are as they were built in.</summary>
    /// <param name="pins">Revision by <c>kind/name</c>.</param>
    /// <param name="ct">Nobody waits any longer.</param>
    public async Task<DefinitionCatalog> OfAsync(IReadOnlyDictionary<string, long> pins, CancellationToken ct)
    {
        var pinned = new List<Definition>();
        foreach (var (id, revision) in pins)
        {
            if (compiled.TryGetValue((id, revision), out var known))
                pinned.Add(known);
            else if (await revisions.GetAsync(DefinitionRevisionDocument.IdOf(id, revision), ct) is { } document)
                pinned.Add(Compiled(id, revision, document.Document));
        }

        return Catalog(pinned);
    }

    /// <summary>The application of a revision, with policies and steps of installed types replaced by what they stand for, and the types it pinned.</summary>
    public async Task<(Application Application, DefinitionCatalog Types)> ReadAsync(RevisionDocument revision, CancellationToken ct)
    {
        var types = await OfAsync(revision.Definitions, ct);
        var ns = revision.ApplicationKey[..revision.ApplicationKey.IndexOf('/', StringComparison.Ordinal)];
        return (ApplicationParser.Parse(revision.Text, ns).Application!.Expand(types), types);
    }

    /// <summary>Revisions of the installed types that an application uses, by <c>kind/name</c>.</summary>
    public static Dictionary<string, long> Pins(Application application, DefinitionCatalog catalog) => catalog.UsedBy(application)
        .Where(definition => definition.Revision is not null)
        .ToDictionary(definition => DefinitionDocument.IdOf(definition.Kind, definition.Name), definition => long.Parse(definition.Revision!, CultureInfo.InvariantCulture));

    private static DefinitionCatalog Catalog(List<Definition> installed) =>
        installed.Count == 0 ? DefinitionCatalog.BuiltIn : DefinitionCatalog.BuiltIn.With(installed);

    /// <summary>What was installed was checked then.</summary>
    private Definition Compiled(string id, long revision, string document) => compiled.GetOrAdd((id, revision), _ =>
    {
        var read = DefinitionParser.Parse(document, out var faults)
            ?? throw new InvalidOperationException($"Definition {id} of revision {revision} can't be read any more: {string.Join("; ", faults)}");
        return read.Definition with { Revision = revision.ToString(CultureInfo.InvariantCulture) };
    });
}
