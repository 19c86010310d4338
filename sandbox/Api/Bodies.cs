using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Sandbox.Kinds;
using YamlDotNet.Core;

namespace Platform.Sandbox.Api;

/// <summary>Reads request bodies: JSON or YAML, up to 3 MiB.</summary>
internal static class Bodies
{
    private const int Limit = 3 * 1024 * 1024;

    public static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > Limit) throw new KubeException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");
        }
        return buffer.ToArray();
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
        catch (JsonException)
        {
            throw Unrecognized(kind, "couldn't get version/kind; json parse error: unexpected end of JSON input", body.Length == 0 ? "<empty>" : Text(body));
        }
        catch (YamlException e)
        {
            throw Unrecognized(kind, $"yaml: line {Math.Max(1, e.Start.Line - 1)}: did not find expected ',' or ']'", Convert.ToHexStringLower(body));
        }
        catch (FormatException e)
        {
            throw Unrecognized(kind, e.Message, Convert.ToHexStringLower(body));
        }
        return node as JsonObject ?? throw Unrecognized(kind,
            $"couldn't get version/kind; json parse error: json: cannot unmarshal {(node is JsonArray ? "array" : "string")} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}",
            Convert.ToHexStringLower(body));
    }

    public static JsonNode? Json(byte[] body) => JsonText.Read(body);

    private static string Text(byte[] body) => System.Text.Encoding.UTF8.GetString(body);

    private static KubeException Unsupported(string also) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: application/json, application/yaml{also}");

    /// <summary>Custom objects must say their kind.</summary>
    public static KubeException WithoutKind(string kind, byte[] body)
    {
        var text = Text(body);
        return Unrecognized(kind, $"Object 'Kind' is missing in '{text}'", text.Length > 30 ? text[..30] + " ..." : text);
    }

    private static KubeException Unrecognized(string kind, string why, string shown) => kind == "DeleteOptions" ? KubeException.BadRequest(why) :
        KubeException.BadRequest($"the object provided is unrecognized (must be of type {kind}): {why} ({shown})");
}
