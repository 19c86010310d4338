using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Kinds;

/// <summary>Checks a value against the OpenAPI v3 constraints of a custom kind.</summary>
internal static class SchemaValidation
{
    public static void Check(JsonNode? value, Schema schema, string path, List<FieldError> errors)
    {
        if (value is null)
        {
            if (schema.Constraints is { } c && (bool?)c["nullable"] != true) errors.Add(FieldError.Invalid(path, "null", $"{path} in body must be of type {Type(schema)}: \"null\""));
            return;
        }
        if (!Fits(value, schema.Shape))
        {
            errors.Add(new("FieldValueTypeInvalid", $"Invalid value: \"{Kind(value)}\": {path} in body must be of type {Type(schema)}: \"{Kind(value)}\"", path));
            return;
        }
        if (schema.Constraints is { } s) Constraints(value, s, path, errors);
        if (value is JsonObject map)
        {
            Required(map, schema, path, errors);
            foreach (var (name, item) in map)
                if (schema.Child(name) is { } type) Check(item, type, $"{path}.{name}", errors);
        }
        if (value is JsonArray list && schema.Element is { } element)
            for (var i = 0; i < list.Count; i++) Check(list[i], element, $"{path}[{i}]", errors);
    }

    public static void Required(JsonObject map, Schema schema, string path, List<FieldError> errors)
    {
        foreach (var name in (schema.Constraints?["required"] as JsonArray ?? []).Select(n => (string)n!))
            if (!map.ContainsKey(name)) errors.Add(FieldError.Required(path.Length == 0 ? name : $"{path}.{name}"));
    }

    private static void Constraints(JsonNode value, JsonObject s, string path, List<FieldError> errors)
    {
        var kind = value.GetValueKind();
        if (s["enum"] is JsonArray values && !values.Any(v => JsonNode.DeepEquals(v, value)))
            errors.Add(new("FieldValueNotSupported", $"Unsupported value: {value.ToJsonString()}: supported values: {string.Join(", ", values.Select(v => v!.ToJsonString()))}", path));
        if (kind == JsonValueKind.Number)
        {
            var number = value.AsDecimal();
            if (s["minimum"] is { } low && number < low.AsDecimal())
                errors.Add(FieldError.Invalid(path, value, $"{path} in body should be greater than or equal to {low.ToJsonString()}"));
            if (s["maximum"] is { } high && number > high.AsDecimal())
                errors.Add(FieldError.Invalid(path, value, $"{path} in body should be less than or equal to {high.ToJsonString()}"));
        }
        if (kind == JsonValueKind.String)
        {
            var text = (string)value!;
            if ((int?)s["minLength"] is { } least && text.Length < least) errors.Add(FieldError.Invalid(path, value, $"{path} in body should be at least {least} chars long"));
            if ((int?)s["maxLength"] is { } most && text.Length > most) errors.Add(new("FieldValueTooLong", $"Too long: may not be more than {most} bytes", path));
            if ((string?)s["format"] is { } format && !HasFormat(text, format)) errors.Add(new("FieldValueTypeInvalid", $"Invalid value: \"{text}\": {path} in body must be of type {format}: \"{text}\"", path));
            else if ((int?)s["maxLength"] is { } limit && text.Length > limit) return; // As the server: one error a value.
            if ((string?)s["pattern"] is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
                errors.Add(FieldError.Invalid(path, value, $"{path} in body should match '{pattern}'"));
        }
        if (value is JsonArray list)
        {
            if ((int?)s["minItems"] is { } least && list.Count < least) errors.Add(FieldError.Invalid(path, list.Count, $"{path} in body should have at least {least} items"));
            if ((int?)s["maxItems"] is { } most && list.Count > most) errors.Add(new("FieldValueTooMany", $"Too many: {list.Count}: must have at most {most} items", path));
        }
    }

    private static bool HasFormat(string text, string format) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _) && text.Contains('T', StringComparison.OrdinalIgnoreCase),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
        "ipv4" => System.Net.IPAddress.TryParse(text, out var four) && four.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork,
        "ipv6" => System.Net.IPAddress.TryParse(text, out var six) && six.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6,
        "uuid" => Guid.TryParse(text, out _),
        "byte" => System.Buffers.Text.Base64.IsValid(text),
        _ => true,
    };

    private static decimal AsDecimal(this JsonNode node) => decimal.Parse(node.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);

    private static bool Fits(JsonNode value, Shape shape)
    {
        var kind = value.GetValueKind();
        return shape switch
        {
            Shape.String or Shape.Bytes or Shape.Time => kind == JsonValueKind.String,
            Shape.Integer => kind == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), out var number) && decimal.Truncate(number) == number,
            Shape.Number => kind == JsonValueKind.Number,
            Shape.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            Shape.IntOrString => kind is JsonValueKind.String or JsonValueKind.Number,
            Shape.Struct or Shape.Map => kind == JsonValueKind.Object,
            Shape.List => kind == JsonValueKind.Array,
            _ => true,
        };
    }

    private static string Type(Schema schema) => schema.Shape switch
    {
        Shape.Struct or Shape.Map => "object",
        Shape.List => "array",
        Shape.IntOrString => "integer,string",
        _ => schema.Shape.ToString().ToLowerInvariant(),
    };

    private static string Kind(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        _ => "boolean",
    };
}
