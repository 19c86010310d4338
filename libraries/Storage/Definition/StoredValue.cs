using System.Text.Json;

namespace Platform.Storage;

/// <summary>A field's value as the stored document has it: null, string, long or bool. What is compared is exactly what was written.</summary>
internal static class StoredValue
{
    public static object? Of<TValue>(TValue value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        long number => number,
        int number => (long)number,
        _ => Of(JsonSerializer.SerializeToElement((object)value, DocumentJson.Options)),
    };

    public static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when element.TryGetInt64(out var number) => number,
        _ => throw new ArgumentException($"{element.ValueKind} can't be compared in a search."),
    };
}
