namespace Platform.Tools.Running;

/// <summary>The last lines a program printed: what a failure is explained with.</summary>
internal sealed class LastLines
{
    private const int Kept = 20;
    private readonly Queue<string> _lines = new();

    internal string Text => string.Join('\n', _lines);

    internal ValueTask AddAsync(string line)
    {
        _lines.Enqueue(line.Length > 500 ? line[..500] + " …" : line);
        if (_lines.Count > Kept)
            _lines.Dequeue();
        return ValueTask.CompletedTask;
    }
}
