using System.Text.Json.Nodes;

namespace Platform.Sandbox.Kinds;

/// <summary>The types of the built-in kinds, read from kubernetes.schema (fields) and kubernetes.rules (keys, sets, atomic values).</summary>
internal sealed class BuiltInSchemas
{
    private static readonly Lazy<BuiltInSchemas> Loaded = new(() => new BuiltInSchemas());

    private readonly Dictionary<string, Schema> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _rules = new(StringComparer.Ordinal);

    private BuiltInSchemas()
    {
        foreach (var line in Lines("kubernetes.rules"))
        {
            var words = line.Split(' ');
            var field = words[0] + (words[1] is "always" or "null" ? "!" : "");
            _rules[field] = words[1..];
        }
        var fields = new List<(Schema Owner, string[] Words)>();
        Schema? owner = null;
        foreach (var line in Lines("kubernetes.schema"))
        {
            if (line[0] != ' ')
            {
                owner = new Schema { Name = line, Shape = Shape.Struct, Atomic = _rules.ContainsKey(line) };
                _types[line] = owner;
                continue;
            }
            fields.Add((owner!, line[1..].Split(' ')));
        }
        foreach (var (of, words) in fields)
            if (words[0] == "~") of.Inlined[int.Parse(words[2])] = _types[words[1]];
            else of.Fields[words[0]] = Field(of.Name, words);
    }

    public static Schema Get(string name) => Loaded.Value._types[name];

    public static Schema? Find(string name) => Loaded.Value._types.GetValueOrDefault(name);

    public static IEnumerable<string> Lines(string resource)
    {
        using var reader = new StreamReader(typeof(BuiltInSchemas).Assembly.GetManifestResourceStream(resource)!);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#') yield return line;
    }

    private SchemaField Field(string owner, string[] words)
    {
        var rule = _rules.GetValueOrDefault($"{owner}.{words[0]}");
        var presence = _rules.GetValueOrDefault($"{owner}.{words[0]}!");
        var number = words.Length > 2 ? words[2] : "0";
        return new SchemaField(Type(words[1], rule), presence?[0] == "always", presence?[0] == "null", int.Parse(number.TrimEnd('?', '!')), number.EndsWith('?'), number.EndsWith('!'));
    }

    private Schema Type(string text, string[]? rule) => text switch
    {
        "string" => Scalar(Shape.String),
        "bytes" => Scalar(Shape.Bytes),
        "time" => Scalar(Shape.Time),
        "int" => Scalar(Shape.Integer),
        "number" => Scalar(Shape.Number),
        "bool" => Scalar(Shape.Boolean),
        "intstr" => Scalar(Shape.IntOrString),
        "quantity" => Scalar(Shape.Quantity),
        "any" => Schema.Anything,
        _ when text[0] == '{' => new Schema { Name = text, Shape = Shape.Map, Element = Type(text[1..^1], null), Atomic = rule?[0] == "atomic" },
        _ when text[0] == '[' => List(text, rule),
        _ => _types[text],
    };

    private Schema List(string text, string[]? rule)
    {
        var keys = rule?[0] == "keyed" ? rule[1..] : [];
        return new Schema
        {
            Name = text,
            Shape = Shape.List,
            Element = Type(text[1..^1], null),
            List = rule?[0] switch { "keyed" => ListKind.Keyed, "set" => ListKind.Set, _ => ListKind.Atomic },
            Keys = [.. keys.Select(k => k.Split('=')[0])],
            KeyDefaults = [.. keys.Select(k => k.Contains('=', StringComparison.Ordinal) ? (JsonNode)JsonValue.Create(k.Split('=')[1])! : Zero(k))],
        };
    }

    /// <summary>Required keys count as empty where they are absent; only ports are numbers.</summary>
    private static JsonValue Zero(string key) => key is "containerPort" or "port" ? JsonValue.Create(0) : JsonValue.Create("");

    private static readonly Dictionary<Shape, Schema> Scalars = [];

    private static Schema Scalar(Shape shape)
    {
        if (!Scalars.TryGetValue(shape, out var schema))
            Scalars[shape] = schema = new Schema { Name = shape.ToString(), Shape = shape };
        return schema;
    }
}
