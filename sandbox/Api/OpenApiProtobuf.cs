using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Sandbox.Api;

/// <summary>Writes an OpenAPI 2 document as the protobuf message that kubectl reads it from (openapi.v2.Document of gnostic).</summary>
internal static class OpenApiProtobuf
{
    public static byte[] Write(JsonObject document) => Message(m =>
    {
        Text(m, 1, (string)document["swagger"]!);
        Sub(m, 2, info =>
        {
            Text(info, 1, (string)document["info"]!["title"]!);
            Text(info, 2, (string)document["info"]!["version"]!);
        });
        Sub(m, 8, paths =>
        {
            foreach (var (path, item) in (JsonObject)document["paths"]!) Named(paths, 2, path, v => Path(v, (JsonObject)item!));
        });
        Sub(m, 9, types =>
        {
            foreach (var (name, type) in (JsonObject)document["definitions"]!) Named(types, 1, name, v => Schema(v, (JsonObject)type!));
        });
    });

    private static void Path(MemoryStream m, JsonObject item)
    {
        foreach (var (method, number) in new[] { ("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("patch", 8) })
            if (item[method] is JsonObject operation) Sub(m, number, o => Operation(o, operation));
    }

    private static void Operation(MemoryStream m, JsonObject operation)
    {
        foreach (var parameter in (JsonArray)operation["parameters"]!)
            Sub(m, 8, item => Sub(item, 1, p => Sub(p, 2, nonBody => Sub(nonBody, 3, query =>
            {
                Text(query, 2, "query");
                Text(query, 4, (string)parameter!["name"]!);
                Text(query, 6, (string)parameter["type"]!);
            }))));
        Sub(m, 9, responses => Named(responses, 1, "200", v => Sub(v, 1, r => Text(r, 1, "OK"))));
        Extensions(m, 13, operation);
    }

    private static void Schema(MemoryStream m, JsonObject type)
    {
        Text(m, 1, (string?)type["$ref"]);
        Text(m, 2, (string?)type["format"]);
        Text(m, 4, (string?)type["description"]);
        foreach (var required in type["required"] as JsonArray ?? []) Text(m, 19, (string)required!);
        if (type["additionalProperties"] is JsonObject values) Sub(m, 21, v => Sub(v, 1, s => Schema(s, values)));
        if ((string?)type["type"] is { } kind) Sub(m, 22, t => Text(t, 1, kind));
        if (type["items"] is JsonObject items) Sub(m, 23, i => Sub(i, 1, s => Schema(s, items)));
        if (type["properties"] is JsonObject properties)
            Sub(m, 25, all =>
            {
                foreach (var (name, property) in properties) Named(all, 1, name, v => Schema(v, (JsonObject)property!));
            });
        Extensions(m, 31, type);
    }

    /// <summary>Keys that begin with x- hold any value, as YAML (which JSON is).</summary>
    private static void Extensions(MemoryStream m, int number, JsonObject of)
    {
        foreach (var (name, value) in of)
            if (name.StartsWith("x-", StringComparison.Ordinal) && value is not null) Named(m, number, name, any => Text(any, 2, value.ToJsonString()));
    }

    private static void Named(MemoryStream m, int number, string name, Action<MemoryStream> value) => Sub(m, number, n =>
    {
        Text(n, 1, name);
        Sub(n, 2, value);
    });

    private static byte[] Message(Action<MemoryStream> write)
    {
        using var m = new MemoryStream();
        write(m);
        return m.ToArray();
    }

    private static void Sub(MemoryStream m, int number, Action<MemoryStream> write) => Bytes(m, number, Message(write));

    private static void Text(MemoryStream m, int number, string? text)
    {
        if (text is not null) Bytes(m, number, Encoding.UTF8.GetBytes(text));
    }

    private static void Bytes(MemoryStream m, int number, byte[] bytes)
    {
        Varint(m, (uint)number << 3 | 2);
        Varint(m, (uint)bytes.Length);
        m.Write(bytes);
    }

    private static void Varint(MemoryStream m, uint value)
    {
        for (; value >= 0x80; value >>= 7) m.WriteByte((byte)(value | 0x80));
        m.WriteByte((byte)value);
    }
}
