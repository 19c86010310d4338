using System.Text;
using System.Text.Json;

namespace Platform.Hosting;

/// <summary>Turns the serializer's complaint into one of ours: JSON pointer, line and column from 1, no type names.</summary>
internal static class JsonFaults
{
    public static ProblemError Of(JsonException fault, bool positions) =>
        new(
            Pointer(fault.Path),
            positions ? (int?)fault.LineNumber + 1 : null,
            positions ? (int?)fault.BytePositionInLine + 1 : null,
            Plain(fault));

    /// <summary>A key that stands twice in one object.</summary>
    public static string Twice(ArgumentException fault)
    {
        const string before = "Key: ";
        var at = fault.Message.IndexOf(before, StringComparison.Ordinal);
        var key = at < 0 ? "" : $" '{fault.Message[(at + before.Length)..].Split(" (Parameter")[0]}'";
        return $"The key{key} stands twice in one object; write it once.";
    }

    private static string Plain(JsonException fault)
    {
        var message = fault.Message;
        var cut = message.IndexOf(" Path: ", StringComparison.Ordinal);
        if (cut >= 0)
            message = message[..cut];
        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
            return "This value has the wrong type.";
        const string missing = "was missing required properties including: ";
        var at = message.IndexOf(missing, StringComparison.Ordinal);
        return at >= 0 ? "Missing: " + message[(at + missing.Length)..] : message;
    }

    /// <summary><c>$.a[0].b</c> to <c>/a/0/b</c>.</summary>
    private static string? Pointer(string? path)
    {
        if (path is null or "$")
            return path is null ? null : "";
        var pointer = new StringBuilder();
        var at = 1;
        while (at < path.Length)
        {
            var quoted = string.CompareOrdinal(path, at, "['", 0, 2) == 0;
            var start = quoted ? at + 2 : at + 1;
            var end = quoted ? path.IndexOf("']", start, StringComparison.Ordinal)
                : path[at] == '[' ? path.IndexOf(']', start) : path.IndexOfAny(['.', '['], start);
            if (end < 0)
                end = path.Length;
            pointer.Append('/').Append(path[start..end].Replace("~", "~0").Replace("/", "~1"));
            at = quoted ? end + 2 : path[at] == '[' ? end + 1 : end;
        }

        return pointer.ToString();
    }
}
