using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using YamlDotNet.Core;

namespace Platform.Sandbox.Api;

/// <summary>Reads request bodies: JSON, YAML or protobuf, up to 3 MiB.</summary>
internal static class Bodies
{
    /// <summary>As many bytes as the server reads of a body; Kestrel holds it, so that it closes connections that go on sending.</summary>
    public const int Limit = 3 * 1024 * 1024;

    public static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        try
        {
            while ((read = await request.Body.ReadAsync(chunk)) > 0) buffer.Write(chunk, 0, read);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new KubeException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");
        }
        return buffer.ToArray();
    }

    /// <summary>What subresources and deletions take: an object of a type that is nothing stored.</summary>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, string type) => Typed(Object(await ReadAsync(request), MediaType(request), type), type);

    /// <summary>Checks the types of the fields.</summary>
    public static JsonObject Typed(JsonObject body, string type)
    {
        try
        {
            return new Decoder([]).Decode(body, BuiltInSchemas.Get(type));
        }
        catch (DecodeException e)
        {
            throw KubeException.BadRequest(e.Message);
        }
    }

    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();

    /// <summary>The object of a create or update.</summary>
    /// <param name="duplicates">Takes the paths of fields that JSON gives twice.</param>
    public static JsonObject Object(byte[] body, string mediaType, string kind, List<string>? duplicates = null)
    {
        JsonNode? node;
        try
        {
            node = mediaType switch
            {
                "application/yaml" or "text/yaml" => YamlReader.Read(Text(body)),
                "application/json" or "" => JsonText.Read(body, duplicates),
                "application/vnd.kubernetes.protobuf" => ProtobufReader.Read(body) ?? throw Unsupported(""),
                _ => throw Unsupported(", application/vnd.kubernetes.protobuf"),
            };
        }
        catch (JsonException e)
        {
            throw Unrecognized(kind, $"couldn't get version/kind; json parse error: {JsonProblem.Of(e, body)}", body);
        }
        catch (YamlException e)
        {
            throw Unrecognized(kind, $"yaml: line {Math.Max(1, e.Start.Line - 1)}: did not find expected ',' or ']'", body);
        }
        catch (FormatException e)
        {
            throw Unrecognized(kind, e.Message, body);
        }
        return node as JsonObject ?? throw Unrecognized(kind,
            $"couldn't get version/kind; json parse error: json: cannot unmarshal {(node is JsonArray ? "array" : "string")} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}",
            body);
    }

    public static JsonNode? Json(byte[] body) => JsonText.Read(body);

    private static string Text(byte[] body) => System.Text.Encoding.UTF8.GetString(body);

    private static KubeException Unsupported(string also) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: application/json, application/yaml{also}");

    /// <summary>Custom objects must say their kind.</summary>
    public static KubeException WithoutKind(string kind, byte[] body) => Unrecognized(kind, $"Object 'Kind' is missing in '{Text(body)}'", body);

    private static KubeException Unrecognized(string kind, string why, byte[] body) => kind == "DeleteOptions" ? KubeException.BadRequest(why) :
        KubeException.BadRequest($"the object provided is unrecognized (must be of type {kind}): {why} ({Beginning(body)})");

    /// <summary>How a body begins: as text if it looks like JSON, else in hexadecimal.</summary>
    private static string Beginning(byte[] body)
    {
        const int most = 30;
        if (body.Length == 0) return "<empty>";
        var shown = body.AsSpan(0, Math.Min(body.Length, most));
        return (body[0] == '{' ? System.Text.Encoding.UTF8.GetString(shown) : Convert.ToHexStringLower(shown)) + (body.Length > most ? " ..." : "");
    }
}
