using System.Text.Json.Nodes;
using Platform.Contracts.Build.V1;
using Platform.Hosting;
using Platform.Oci;

namespace Platform.Package.Sources;

/// <summary>Reads a component source from a request and lists everything that is wrong with it.</summary>
internal static class SourceReader
{
    private const string Supported = "supported is image.ref, an existing image";
    private static readonly string[] Kinds = ["image", "chart", "kustomize", "manifests", "config"];
    private static readonly string[] Known = ["type", .. Kinds, "properties", "parametersSchema"];

    /// <summary>The source, or null with at least one fault.</summary>
    internal static (ComponentSource? Source, IReadOnlyList<ProblemError> Faults) Read(JsonNode? body)
    {
        if (body is not JsonObject given)
            return (null, [new ProblemError("", "A component source is an object: {type, image: {ref}}.")]);

        var faults = new List<ProblemError>();
        var source = new ComponentSource
        {
            Type = TypeOf(given, faults),
            Image = ImageOf(given, faults),
            Properties = ObjectOf(given, "properties", faults),
            ParametersSchema = SchemaOf(given, faults),
        };
        faults.AddRange(given.Where(p => !Known.Contains(p.Key)).Select(p => new ProblemError(
            $"/{p.Key}", $"A component source has no '{p.Key}'; it has {string.Join(", ", Known)}.")));
        return faults.Count == 0 ? (source, []) : (null, faults);
    }

    private static string TypeOf(JsonObject given, List<ProblemError> faults)
    {
        if (Text(given["type"]) is { } type && Names.IsLabel(type))
            return type;
        faults.Add(new ProblemError("/type", given["type"] is null
            ? "The component type is missing, e.g. webservice."
            : $"{given["type"]!.ToJsonString()} is not a component type, such as webservice or worker."));
        return "";
    }

    private static ImageSource? ImageOf(JsonObject given, List<ProblemError> faults)
    {
        var kinds = Kinds.Where(given.ContainsKey).ToList();
        if (kinds.Count != 1)
        {
            faults.Add(new ProblemError("", kinds.Count == 0
                ? $"It is not said where the component comes from; {Supported}."
                : $"A component comes from one place; here are {string.Join(" and ", kinds)}."));
            return null;
        }

        if (kinds[0] != "image")
        {
            faults.Add(new ProblemError($"/{kinds[0]}", $"Not supported yet: {kinds[0]}; {Supported}."));
            return null;
        }

        if (given["image"] is JsonObject image)
            return ReferenceOf(image, faults);
        faults.Add(new ProblemError("/image", "The image is an object: {ref: registry.example/shop/web:1.2.0}."));
        return null;
    }

    private static ImageSource? ReferenceOf(JsonObject image, List<ProblemError> faults)
    {
        string[] building = ["git", "path", "dockerfile", "args", "target", "platforms"];
        foreach (var (name, _) in image.Where(p => p.Key != "ref"))
        {
            faults.Add(new ProblemError($"/image/{name}", building.Contains(name)
                ? $"Not supported yet: image.{name}, building from git; {Supported}."
                : $"An image has no '{name}'; it has ref."));
        }

        if (Text(image["ref"]) is not { } text)
            faults.Add(new ProblemError("/image/ref", "The image reference is missing, e.g. registry.example/shop/web:1.2.0."));
        else if (!ImageReference.TryParse(text, out _, out var fault))
            faults.Add(new ProblemError("/image/ref", $"'{text}': {fault}."));
        else
            return new ImageSource { Ref = text };
        return null;
    }

    private static string? ObjectOf(JsonObject given, string name, List<ProblemError> faults)
    {
        if (given[name] is JsonObject found)
            return CanonicalJson.Write(found);
        if (given[name] is not null)
            faults.Add(new ProblemError($"/{name}", $"'{name}' is an object."));
        return null;
    }

    private static string? SchemaOf(JsonObject given, List<ProblemError> faults)
    {
        var schema = ObjectOf(given, "parametersSchema", faults);
        if (schema is not null && given["parametersSchema"]!["type"] is { } type && Text(type) != "object")
            faults.Add(new ProblemError("/parametersSchema/type", "The schema of a component's parameters is of type object."));
        return schema;
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
