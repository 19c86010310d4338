using Platform.Storage;
using Platform.Tools;

namespace Platform.Build.Logs;

/// <summary>
/// One task's log while it is written. Lines are gathered for a moment and stored together; long lines are cut, and a build that prints
/// without end is cut off with a note, so that no log outgrows its limit.
/// </summary>
internal sealed class BuildLog : IAsyncDisposable
{
    internal const int MaxLine = 2_000;
    internal const long MaxCharacters = 8 * 1024 * 1024;
    private const int LinesOfPart = 200;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly IDocuments<BuildLogPart> _parts;
    private readonly TimeProvider _time;
    private readonly Guid _task;
    private readonly ITimer _flushing;
    private SecretMask _mask = new([]);
    private List<string> _lines = [];
    private long _sequence;
    private long _characters;

    internal BuildLog(IDocuments<BuildLogPart> parts, TimeProvider time, Guid task, long sequence)
    {
        (_parts, _time, _task, _sequence) = (parts, time, task, sequence);
        _flushing = time.CreateTimer(_ => _ = FlushQuietlyAsync(), null, Gathering, Gathering);
    }

    /// <summary>Keeps secrets out of the lines from here on.</summary>
    internal void Hide(SecretMask mask) => _mask = mask;

    /// <summary>A text as it may be seen.</summary>
    internal string Masked(string text) => _mask.Apply(text);

    /// <summary>Adds a line of ours.</summary>
    internal Task WriteAsync(string line, CancellationToken ct = default) => WriteAsync(line, isOurs: true, ct);

    /// <summary>Adds a line that a program printed, as long as the log is not too long. What we have to say is said all the same.</summary>
    internal Task PrintAsync(string line, CancellationToken ct = default) => WriteAsync(line, isOurs: false, ct);

    /// <summary>Stores what is gathered.</summary>
    internal async Task FlushAsync(CancellationToken ct = default)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await StoreAsync(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _flushing.DisposeAsync();
        await FlushQuietlyAsync();
    }

    private async Task WriteAsync(string line, bool isOurs, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_characters > MaxCharacters && !isOurs)
                return;

            line = _mask.Apply(line);
            var kept = line.Length > MaxLine ? line[..MaxLine] + " …" : line;
            _characters += kept.Length + 1;
            _lines.Add(_characters > MaxCharacters && !isOurs ? "… the log is longer than is kept; the rest was left out" : kept);
            if (_lines.Count >= LinesOfPart)
                await StoreAsync(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    // A log that cannot be stored is no reason for a build to fail; its lines are tried again with the next.
    private async Task FlushQuietlyAsync()
    {
        try
        {
            await FlushAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
        }
    }

    private async Task StoreAsync(CancellationToken ct)
    {
        if (_lines.Count == 0)
            return;

        var part = new BuildLogPart
        {
            Id = BuildLogPart.IdOf(_task, _sequence + 1),
            Task = _task,
            Sequence = _sequence + 1,
            Lines = _lines,
            ExpiresAt = _time.GetUtcNow() + Kept,
        };
        if (await _parts.InsertAsync(part, ct))
            _lines = [];
        // A taken id is another run's line: this one has lost its lease, or takes the next place.
        _sequence++;
    }
}
