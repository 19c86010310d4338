using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Kubernetes;

/// <summary>The lines of one watch answer, each parsed once. The pipe's own threshold bounds what is read ahead.</summary>
internal sealed class WatchLines(RequestSender sender, string path, CancellationToken stop, CancellationToken stopOrSilence) : IAsyncDisposable
{
    private const int MaxLineBytes = 16 * 1024 * 1024;

    private HttpResponseMessage? _response;
    private PipeReader? _reader;

    /// <summary>Why the lines ended; null when the server ended them as agreed (or we stopped).</summary>
    public KubernetesFailure? Failure { get; private set; }

    public async Task<KubernetesFailure?> OpenAsync()
    {
        try
        {
            (_response, var failure) = await sender.OpenAsync(path, stop);
            if (_response is null)
                return failure;
            _reader = PipeReader.Create(await _response.Content.ReadAsStreamAsync(stop), new(bufferSize: 16 * 1024));
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The next line; null at the end.</summary>
    public async Task<JsonObject?> NextAsync()
    {
        if (_reader is null)
            return null;
        try
        {
            while (true)
            {
                var read = await _reader.ReadAsync(stopOrSilence);
                var buffer = read.Buffer;
                if (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = Parse(buffer.Slice(0, end));
                    _reader.AdvanceTo(buffer.GetPosition(1, end));
                    if (line is not null)
                        return line;
                    continue;
                }
                _reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                    return null;
                if (buffer.Length > MaxLineBytes)
                    throw new IOException("a watch event is larger than 16 MiB");
            }
        }
        catch (JsonException e)
        {
            Failure = Unreadable.Answer("a watch", e).Failure;
            return null;
        }
        catch (Exception e) when (sender.AsFailure(e, false, stop) is { } failure)
        {
            Failure = failure;
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Disposing the answer first ends the stream, so that the reader has nothing to drain.
        _response?.Dispose();
        if (_reader is not null)
            await _reader.CompleteAsync();
    }

    private static JsonObject? Parse(ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty)
            return null;
        var reader = new Utf8JsonReader(line);
        return JsonNode.Parse(ref reader) as JsonObject;
    }
}
