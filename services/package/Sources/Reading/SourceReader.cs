using System.Text.Json.Nodes;
using Platform.Contracts.Build.V1;
using Platform.Hosting;
using Platform.Oci;

namespace Platform.Package.Sources.Reading;

/// <summary>
/// Reads a component source from a request and lists everything that is wrong with it. What an answer shows of a source is a request
/// that changes nothing: secrets stand in it as <c>{kept: true}</c>.
/// </summary>
internal sealed class SourceReader(SourceVault vault, IConfiguration configuration)
{
    // Build's setting: what it would refuse is better refused while somebody looks.
    private readonly string[] _allowedFolders = configuration.GetSection("Build:AllowedFolders").Get<string[]>() ?? [];

    private static readonly string[] Kinds = ["image", "chart", "kustomize", "manifests", "config"];

    // The answer's own members may come back with it; the place in the path is the one that counts.
    private static readonly string[] Answered = ["namespace", "application", "component", "updatedAt", "updatedBy"];
    private static readonly string[] Known = ["type", .. Kinds, "properties", "parametersSchema"];

    /// <summary>The source, or null with at least one fault. <paramref name="known"/> is what is registered now.</summary>
    internal (ComponentSource? Source, IReadOnlyList<ProblemError> Faults) Read(JsonNode? body, ComponentSource? known)
    {
        if (body is not JsonObject json)
            return (null, [new ProblemError("", "A component source is an object: {type, image: {ref}}.")]);

        var reading = new SourceReading(known, vault.Open(known?.Secrets), _allowedFolders);
        var given = new SourceObject(json, "", reading);
        var source = new ComponentSource
        {
            Type = TypeOf(given),
            Properties = ObjectOf(given, "properties"),
            ParametersSchema = SchemaOf(given),
        };
        source = PlaceOf(given, source);
        foreach (var name in given.Names.Except(Known).Except(Answered))
            given.Fault(name, $"A component source has no '{name}'; it has {string.Join(", ", Known)}.");
        return reading.Faults.Count == 0 ? (source with { Secrets = vault.Close(reading.Secrets) }, []) : (null, reading.Faults);
    }

    private ComponentSource PlaceOf(SourceObject given, ComponentSource source)
    {
        if (given.OneOf("a component", Kinds) is not { } kind || given.Object(kind, ExampleOf(kind)) is not { } place)
            return source;
        return kind switch
        {
            "image" => source with { Image = ImageReader.Read(place, vault) },
            "chart" => source with { Chart = ChartReader.Read(place) },
            "kustomize" => source with { Kustomize = TreeReader.Read(place, "a kustomization") },
            "manifests" => source with { Manifests = TreeReader.Read(place, "manifests") },
            _ => source with { Config = ConfigReader.Read(place, vault) },
        };
    }

    private static string ExampleOf(string kind) => kind switch
    {
        "image" => "{ref: registry.example/shop/web:1.2.0} or {git: https://git.example/shop.git#main}",
        "chart" => "{repo: https://charts.example, name: redis, version: ^20.1}",
        "config" => "{values: {LOG_LEVEL: info}}",
        _ => "{git: https://git.example/shop.git#main, path: deploy}",
    };

    private static string TypeOf(SourceObject given)
    {
        if (!given.Has("type"))
            given.Fault("type", "The component type is missing, e.g. webservice.");
        else if (given.Node("type") is not JsonValue value || !value.TryGetValue<string>(out var type) || !Names.IsLabel(type))
            given.Fault("type", $"{given.Node("type")!.ToJsonString()} is not a component type, such as webservice or worker.");
        else
            return type;
        return "";
    }

    private static string? ObjectOf(SourceObject given, string name)
    {
        if (given.Json(name) is { } found)
            return CanonicalJson.Write(found);
        if (given.Has(name))
            given.Fault(name, $"'{name}' is an object.");
        return null;
    }

    private static string? SchemaOf(SourceObject given)
    {
        var schema = ObjectOf(given, "parametersSchema");
        if (schema is not null && given.Json("parametersSchema")!["type"] is { } type && type.ToJsonString() != "\"object\"")
            given.Reading.Fault("/parametersSchema/type", "The schema of a component's parameters is of type object.");
        return schema;
    }
}
