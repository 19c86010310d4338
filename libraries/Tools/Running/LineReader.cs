using System.Text;

namespace Platform.Tools.Running;

/// <summary>A stream's lines. One without end is given in pieces: no program makes us hold what it prints.</summary>
internal static class LineReader
{
    private const int LongestLine = 16 * 1024;

    internal static async Task ReadAsync(Stream stream, OutputBudget budget, Func<string, ValueTask> line, CancellationToken ct)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[16 * 1024];
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var pending = new StringBuilder();
        int read;
        while ((read = await stream.ReadAsync(bytes, ct)) > 0)
        {
            budget.Spend(read);
            var count = decoder.GetChars(bytes, 0, read, characters, 0);
            await SplitAsync(characters.AsMemory(0, count), pending, line);
        }

        if (pending.Length > 0)
            await line(pending.ToString());
    }

    private static async ValueTask SplitAsync(ReadOnlyMemory<char> text, StringBuilder pending, Func<string, ValueTask> line)
    {
        while (text.Length > 0)
        {
            // Progress displays go back to the line's start: each state is a line. Empty lines say nothing.
            var end = text.Span.IndexOfAny('\n', '\r');
            pending.Append(end < 0 ? text : text[..end]);
            if (pending.Length > 0 && (end >= 0 || pending.Length >= LongestLine))
            {
                await line(pending.ToString());
                pending.Clear();
            }

            text = end < 0 ? default : text[(end + 1)..];
        }
    }
}
