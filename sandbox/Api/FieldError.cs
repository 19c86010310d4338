using System.Text.Json.Nodes;

namespace Platform.Sandbox.Api;

/// <summary>One thing wrong with an object, worded as the API server words it.</summary>
internal sealed record FieldError(string Reason, string Message, string Field)
{
    public override string ToString() => $"{Field}: {Message}";

    public JsonNode ToCause() => new JsonObject { ["reason"] = Reason, ["message"] = Message, ["field"] = Field };

    public static FieldError Required(string field, string detail = "") =>
        new("FieldValueRequired", detail.Length == 0 ? "Required value" : $"Required value: {detail}", field);

    public static FieldError Invalid(string field, JsonNode? value, string detail) =>
        new("FieldValueInvalid", $"Invalid value: {Show(value)}: {detail}", field);

    public static FieldError Forbidden(string field, string detail) => new("FieldValueForbidden", $"Forbidden: {detail}", field);

    public static FieldError Duplicate(string field, JsonNode? value) => new("FieldValueDuplicate", $"Duplicate value: {Show(value)}", field);

    public static FieldError NotSupported(string field, string value, params string[] supported) =>
        new("FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}", field);

    private static string Show(JsonNode? value) => value is null ? "null" : System.Text.Encoding.UTF8.GetString(Store.StoredObject.Write(value));
}
