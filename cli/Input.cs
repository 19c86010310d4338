using System.Text.Json.Nodes;
using Platform.Oam.Documents;

namespace Platform.Cli;

/// <summary>Files the user names.</summary>
internal static class Input
{
    /// <summary>The text of a file; <c>-</c> is standard input.</summary>
    public static async Task<string> ReadAsync(string path, Surroundings surroundings, CancellationToken ct)
    {
        if (path == "-")
        {
            return await surroundings.In.ReadToEndAsync(ct);
        }

        try
        {
            return await File.ReadAllTextAsync(path, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"{path} can't be read: {e.Message}", e);
        }
    }

    /// <summary>The documents in YAML or JSON text.</summary>
    public static IReadOnlyList<DocumentNode> Documents(string text, string path)
    {
        var documents = DocumentReader.Read(text, out var faults);
        return faults.Count > 0 ? throw new CommandFailure(ExitCodes.BadInput, string.Join('\n', faults.Select(x => $"{path}: {x}")))
            : documents.Count > 0 ? documents
            : throw new CommandFailure(ExitCodes.BadInput, $"{path} is empty.");
    }

    /// <summary>Pairs given as <c>key=value</c>.</summary>
    public static JsonObject Pairs(string option, IEnumerable<string> pairs, Func<string, JsonNode?> value)
    {
        var result = new JsonObject();
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
            {
                throw new CommandFailure(ExitCodes.BadInput, $"{option} {pair}: write key=value.");
            }

            result[pair[..at]] = value(pair[(at + 1)..]);
        }

        return result;
    }

    /// <summary>A value as YAML would read it: numbers and true/false as such, everything else as text.</summary>
    public static JsonNode? Typed(string text) => DocumentReader.Read(text, out var faults) is [var only] && faults.Count == 0
        && only.ToJson() is JsonValue value ? value : JsonValue.Create(text);
}
