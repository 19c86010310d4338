using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Writing;

/// <summary>Label and annotation syntax.</summary>
internal static partial class LabelValidation
{
    private const string Name = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    public const string Value = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    [GeneratedRegex("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$")]
    private static partial Regex ValuePattern();

    public static bool IsValue(string value) => value.Length <= 63 && ValuePattern().IsMatch(value);

    public static void Labels(JsonObject? labels, string field, List<FieldError> errors)
    {
        foreach (var (key, value) in labels ?? [])
        {
            if (KeyError(key) is { } problem) errors.Add(FieldError.Invalid(field, key, problem));
            var text = (string?)value ?? "";
            if (text.Length > 63) errors.Add(FieldError.Invalid(field, text, "must be no more than 63 bytes"));
            else if (!ValuePattern().IsMatch(text)) errors.Add(FieldError.Invalid(field, text, Value));
        }
    }

    public static void Annotations(JsonObject? annotations, string field, List<FieldError> errors)
    {
        foreach (var (key, _) in annotations ?? [])
            if (KeyError(key.ToLowerInvariant()) is { } problem) errors.Add(FieldError.Invalid(field, key, problem));
    }

    public static string? KeyError(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2) return $"a valid label key {Name} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        var name = parts[^1];
        if (name.Length == 0) return "name part must be non-empty";
        if (name.Length > 63) return "name part must be no more than 63 bytes";
        return NamePattern().IsMatch(name) ? null : $"name part {Name}";
    }
}
