using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Platform.Hosting;

/// <summary>
/// Stands in for the answer's body and holds it back as long as it may: until it grows over the limit, or
/// <c>mayHold</c> says no to the answer's head at the first byte. From then on everything passes straight through.
/// </summary>
internal sealed class AnswerBuffer(IHttpResponseBodyFeature inner, long limit, Func<bool> mayHold) : Stream, IHttpResponseBodyFeature
{
    private readonly MemoryStream held = new();
    private PipeWriter? writer;
    private bool begun;

    /// <summary>Whether the whole answer is still here and nothing was sent.</summary>
    public bool IsHolding { get; private set; } = true;

    /// <summary>What is held.</summary>
    public ReadOnlyMemory<byte> Held => held.GetBuffer().AsMemory(0, (int)held.Length);

    public Stream Stream => this;

    public PipeWriter Writer => writer ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Ends the writing side: what the handler left in the pipe is counted in.</summary>
    public async Task FinishAsync()
    {
        if (writer is not null)
            await writer.CompleteAsync();
    }

    /// <summary>Sends what is held, and holds nothing from now on.</summary>
    public async Task ReleaseAsync(CancellationToken ct = default)
    {
        if (!IsHolding)
            return;
        IsHolding = false;
        if (held.Length > 0)
            await inner.Stream.WriteAsync(Held, ct);
        held.SetLength(0);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!begun && buffer.Length > 0)
        {
            begun = true;
            if (!mayHold())
                await ReleaseAsync(cancellationToken);
        }

        if (IsHolding && held.Length + buffer.Length > limit)
            await ReleaseAsync(cancellationToken);
        if (IsHolding)
            held.Write(buffer.Span);
        else
            await inner.Stream.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        IsHolding ? Task.CompletedTask : inner.Stream.FlushAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken = default) =>
        IsHolding ? Task.CompletedTask : inner.StartAsync(cancellationToken);

    public async Task CompleteAsync()
    {
        await FinishAsync();
        if (!IsHolding)
            await inner.CompleteAsync();
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await ReleaseAsync(cancellationToken);
        await inner.SendFileAsync(path, offset, count, cancellationToken);
    }

    public void DisableBuffering() => inner.DisableBuffering();

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Answers are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        held.Dispose();
        base.Dispose(disposing);
    }
}
