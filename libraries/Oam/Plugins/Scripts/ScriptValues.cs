using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;

namespace Platform.Oam.Plugins.Scripts;

/// <summary>Carries values into a script and out of it as plain JSON, within the limits.</summary>
internal sealed class ScriptValues
{
    private int values;
    private long characters;

    public static JsValue In(Engine engine, JsonNode argument) => new JsonParser(engine).Parse(argument.ToJsonString());

    /// <exception cref="ScriptException">It is no plain value, or too large.</exception>
    public static JsonNode? Out(JsValue value) => new ScriptValues().Read(value, "", 0);

    private JsonNode? Read(JsValue value, string path, int depth)
    {
        if (++values > ScriptLimits.Values) throw new ScriptException($"it returns more than {ScriptLimits.Values} values");
        if (depth > ScriptLimits.Nesting) throw new ScriptException($"what it returns is nested more than {ScriptLimits.Nesting} deep (or in itself)");
        if (value.IsNull() || value.IsUndefined()) return null;
        if (value.IsBoolean()) return value.AsBoolean();
        if (value.IsString()) return Text(value.AsString());
        if (value.IsNumber()) return Number(value.AsNumber(), path);
        if (value.IsArray()) return List((JsArray)value, path, depth);
        return value is ObjectInstance map and not Jint.Native.Function.Function
            ? Map(map, path, depth)
            : throw new ScriptException($"{Place(path)} is no plain value");
    }

    private JsonArray List(JsArray list, string path, int depth)
    {
        var result = new JsonArray();
        for (uint i = 0; i < list.Length; i++) result.Add(Read(list[i], $"{path}/{i}", depth + 1));
        return result;
    }

    private JsonObject Map(ObjectInstance map, string path, int depth)
    {
        var result = new JsonObject();
        foreach (var (key, property) in map.GetOwnProperties())
        {
            if (!key.IsString() || !property.Enumerable) continue;
            var name = key.AsString();
            if (property.Get is not null) throw new ScriptException($"{Place($"{path}/{name}")} is computed by a getter; return plain values");
            // Undefined is the same as leaving it out, as in JSON; null is a value.
            if (property.Value.IsUndefined()) continue;
            characters += name.Length;
            result[name] = Read(property.Value, $"{path}/{name}", depth + 1);
        }

        return result;
    }

    private JsonValue Text(string text)
    {
        characters += text.Length;
        return characters > ScriptLimits.Characters ? throw new ScriptException($"it returns more than {ScriptLimits.Characters} characters") : JsonValue.Create(text);
    }

    private static JsonValue Number(double number, string path)
    {
        if (!double.IsFinite(number)) throw new ScriptException($"{Place(path)} is {number.ToString(System.Globalization.CultureInfo.InvariantCulture)}, which is no number");
        return Math.Abs(number) < 1L << 53 && number == Math.Truncate(number) ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }

    private static string Place(string path) => path.Length == 0 ? "what it returns" : path;
}
