using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Contracts.Deploy.V1;
using Platform.Oam;
using Platform.Oam.Definitions;
using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>Plans as they are stored: their id says what is in them.</summary>
internal sealed class Plans(IDocuments<PlanDocument> documents, Sealing sealing, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly RecentPlans recent = new();

    /// <summary>What was rendered, with what the application's policies say of it.</summary>
    public static List<PlannedObject> Planned(IEnumerable<RenderedObject> objects, Application application)
    {
        var handlings = new ObjectHandlings(application);
        return [.. objects.Select(item =>
            new PlannedObject(item.Component, item.Manifest, handlings.For(item) is var handling && handling.IsUsual ? null : handling, Reference(item.Judge)))];
    }

    private static DefinitionReference? Reference(Definition? judge) =>
        judge?.Revision is { } revision ? new(judge.Kind, judge.Name, long.Parse(revision, CultureInfo.InvariantCulture)) : null;

    /// <summary>The plan of these objects, stored if it isn't yet.</summary>
    public async Task<PlanDocument> KeepAsync(IReadOnlyCollection<PlannedObject> objects, CancellationToken ct)
    {
        var text = JsonSerializer.Serialize(objects, Json);
        var id = CanonicalJson.DigestOf(text);
        if (recent.Find(id) is { } stored)
            return stored;
        var plan = new PlanDocument { Id = id, Objects = sealing.Close(text), Count = objects.Count, CreatedAt = clock.GetUtcNow() };
        await documents.InsertAsync(plan, ct);
        return recent.Add(plan);
    }

    public async Task<PlanDocument> GetAsync(string id, CancellationToken ct) =>
        recent.Find(id) ?? recent.Add(await documents.GetAsync(id, ct) ?? throw new InvalidOperationException($"Plan {id} is gone."));

    /// <summary>What is in it, to be read only.</summary>
    public IReadOnlyList<PlannedObject> ObjectsOf(PlanDocument plan) =>
        plan.Opened(text => OpenedPlan.Of(JsonSerializer.Deserialize<List<PlannedObject>>(sealing.Open(text), Json) ?? []));
}
