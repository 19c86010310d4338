using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Oci;

/// <summary>
/// Where an artifact comes from, as an in-toto statement with SLSA's provenance predicate (slsa.dev/provenance/v1). It is attached
/// beside the artifact, whose digest says what it is and not when it was made.
/// </summary>
public sealed record Provenance
{
    /// <summary>Media type of the statement, and artifact type of the manifest that carries it.</summary>
    public const string StatementType = "application/vnd.in-toto+json";

    private const string PredicateType = "https://slsa.dev/provenance/v1";

    /// <summary>What kind of making it was: a URI.</summary>
    public required string BuildType { get; init; }

    /// <summary>What was asked for, secrets aside.</summary>
    public required JsonNode Parameters { get; init; }

    /// <summary>What went in: commits, images, charts, each with its digests.</summary>
    public IReadOnlyList<ProvenanceMaterial> Materials { get; init; } = [];

    /// <summary>Who made it, e.g. <c>platform/build buildah 1.28</c>.</summary>
    public required string Builder { get; init; }

    /// <summary>Id of the run that made it.</summary>
    public required string Run { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the artifact was there.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Attaches it to an artifact called <paramref name="name"/>.</summary>
    public async Task<Descriptor> AttachAsync(IArtifactStore store, string repository, string name, Descriptor subject, CancellationToken ct = default)
    {
        var statement = Encoding.UTF8.GetBytes(CanonicalJson.Write(Statement(name, subject)));
        var layer = await store.PushBlobAsync(repository, StatementType, statement, ct);
        var manifest = new Manifest
        {
            ArtifactType = StatementType,
            Config = await store.PushBlobAsync(repository, MediaTypes.Empty, "{}"u8.ToArray(), ct),
            Layers = [layer],
            Subject = new Descriptor { MediaType = subject.MediaType, Digest = subject.Digest, Size = subject.Size },
            Annotations = new Dictionary<string, string> { ["in-toto.io/predicate-type"] = PredicateType },
        };
        return await Referrers.AttachAsync(store, repository, manifest, ct);
    }

    private JsonObject Statement(string name, Descriptor subject) => new()
    {
        ["_type"] = "https://in-toto.io/Statement/v1",
        ["subject"] = new JsonArray(new JsonObject { ["name"] = name, ["digest"] = new JsonObject { ["sha256"] = subject.Digest.Hex } }),
        ["predicateType"] = PredicateType,
        ["predicate"] = new JsonObject
        {
            ["buildDefinition"] = new JsonObject
            {
                ["buildType"] = BuildType,
                ["externalParameters"] = Parameters.DeepClone(),
                ["resolvedDependencies"] = new JsonArray([.. Materials.Select(m => m.ToJson())]),
            },
            ["runDetails"] = new JsonObject
            {
                ["builder"] = new JsonObject { ["id"] = Builder },
                ["metadata"] = new JsonObject { ["invocationId"] = Run, ["startedOn"] = Time(StartedAt), ["finishedOn"] = Time(FinishedAt) },
            },
        },
    };

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
}
