using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Sandbox.Kinds;

/// <summary>
/// Reads objects of built-in kinds in the protobuf form (`application/vnd.kubernetes.protobuf`) that kubectl and client-go send.
/// Throws <see cref="FormatException"/> for bytes that aren't such an object.
/// </summary>
internal static class ProtobufReader
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>The object; null where its kind isn't a built-in one.</summary>
    public static JsonObject? Read(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic)) throw new FormatException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        string apiVersion = "", kind = "";
        ReadOnlySpan<byte> raw = default;
        var envelope = new Fields(body[Magic.Length..]);
        while (envelope.Next())
        {
            if (envelope.Number == 2) raw = envelope.Bytes;
            if (envelope.Number != 1) continue;
            var type = new Fields(envelope.Bytes);
            while (type.Next())
                if (type.Number == 1) apiVersion = type.Text;
                else if (type.Number == 2) kind = type.Text;
        }
        if ((KindCatalog.BuiltIn.FindByName(apiVersion, kind)?.Schema ?? BuiltInSchemas.Find(kind)) is not { } schema) return null;
        var o = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
        Struct(raw, schema, o);
        return (JsonObject)JsonNode.Parse(Store.StoredObject.Write(o))!; // Numbers as other readers give them: of any size.
    }

    private static void Struct(ReadOnlySpan<byte> bytes, Schema schema, JsonObject into)
    {
        var fields = new Fields(bytes);
        while (fields.Next())
        {
            if (schema.Inlined.TryGetValue(fields.Number, out var inlined)) Struct(fields.Bytes, inlined, into);
            else if (Find(schema, fields.Number) is { } found) Field(fields, found.Name, found.Field, into);
        }
    }

    private static (string Name, SchemaField Field)? Find(Schema schema, int number)
    {
        foreach (var (name, field) in schema.Fields)
            if (field.Number == number) return (name, field);
        return null;
    }

    private static void Field(Fields at, string name, SchemaField field, JsonObject into)
    {
        switch (field.Type.Shape)
        {
            case Shape.List:
                if (into[name] is not JsonArray list) into[name] = list = [];
                list.Add(Value(at, field.Type.Element!));
                break;
            case Shape.Map:
                var entry = new Fields(at.Bytes);
                var key = "";
                JsonNode? value = field.Type.Element!.Shape == Shape.String ? "" : null;
                while (entry.Next())
                    if (entry.Number == 1) key = entry.Text;
                    else value = Value(entry, field.Type.Element!);
                if (into[name] is not JsonObject map) into[name] = map = [];
                map[key] = value;
                break;
            default:
                var read = Value(at, field.Type);
                if (field.Optional || !IsZero(read)) into[name] = read;
                break;
        }
    }

    private static JsonNode? Value(Fields at, Schema type) => type.Shape switch
    {
        Shape.String => at.Text,
        Shape.Bytes => Convert.ToBase64String(at.Bytes),
        Shape.Integer => at.Varint,
        Shape.Number => BitConverter.Int64BitsToDouble(at.Varint),
        Shape.Boolean => at.Varint != 0,
        Shape.Time => Time(at.Bytes),
        Shape.IntOrString => IntOrString(at.Bytes),
        Shape.Quantity => First(at.Bytes, out var text) ? Encoding.UTF8.GetString(text) : "0",
        Shape.Any => First(at.Bytes, out var json) ? Json(json) : null,
        Shape.List => List(at.Bytes, type.Element!),
        _ => Message(at.Bytes, type),
    };

    private static JsonObject Message(ReadOnlySpan<byte> bytes, Schema type)
    {
        var o = new JsonObject();
        Struct(bytes, type, o);
        return o;
    }

    /// <summary>A list inside a map is a message whose first field is repeated.</summary>
    private static JsonArray List(ReadOnlySpan<byte> bytes, Schema element)
    {
        var list = new JsonArray();
        var fields = new Fields(bytes);
        while (fields.Next()) list.Add(Value(fields, element));
        return list;
    }

    private static bool First(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> value)
    {
        var fields = new Fields(bytes);
        var found = fields.Next();
        value = found ? fields.Bytes : default;
        return found;
    }

    private static JsonNode? Json(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message);
        }
    }

    private static JsonNode? Time(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return null;
        long seconds = 0, nanos = 0;
        var fields = new Fields(bytes);
        while (fields.Next())
            if (fields.Number == 1) seconds = fields.Varint;
            else nanos = fields.Varint;
        if (seconds is < -62135596800 or > 253402300799) throw new FormatException("a time is out of range");
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);
        return time.ToString(nanos == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }

    private static JsonNode IntOrString(ReadOnlySpan<byte> bytes)
    {
        long kind = 0, number = 0;
        var text = "";
        var fields = new Fields(bytes);
        while (fields.Next())
            if (fields.Number == 1) kind = fields.Varint;
            else if (fields.Number == 2) number = fields.Varint;
            else text = fields.Text;
        return kind == 0 ? number : text;
    }

    private static bool IsZero(JsonNode? node) => node switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonValue v => v.GetValueKind() switch
        {
            JsonValueKind.String => ((string)v!).Length == 0,
            JsonValueKind.Number => v.TryGetValue<long>(out var number) && number == 0,
            JsonValueKind.False => true,
            _ => false,
        },
        _ => false,
    };

    /// <summary>Walks the fields of a message.</summary>
    private ref struct Fields(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public int Number { get; private set; }
        public long Varint { get; private set; }
        public ReadOnlySpan<byte> Bytes { get; private set; }

        public readonly string Text => Encoding.UTF8.GetString(Bytes);

        public bool Next()
        {
            if (_rest.IsEmpty) return false;
            var tag = ReadVarint();
            Number = (int)(tag >> 3);
            Bytes = default;
            Varint = 0;
            switch (tag & 7)
            {
                case 0: Varint = ReadVarint(); break;
                case 1: Varint = BinaryPrimitives.ReadInt64LittleEndian(Take(8)); break;
                case 5: Varint = BinaryPrimitives.ReadInt32LittleEndian(Take(4)); break;
                case 2: Bytes = Take(ReadVarint()); break;
                default: throw new FormatException($"proto: illegal wireType {tag & 7}");
            }
            return true;
        }

        private ReadOnlySpan<byte> Take(long length)
        {
            if (length < 0 || length > _rest.Length) throw new FormatException("unexpected EOF");
            var taken = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return taken;
        }

        private long ReadVarint()
        {
            ulong value = 0;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var b = Take(1)[0];
                value |= (ulong)(b & 0x7f) << shift;
                if (b < 0x80) return (long)value;
            }
            throw new FormatException("proto: integer overflow");
        }
    }
}
