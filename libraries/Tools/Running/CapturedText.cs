using System.Buffers;
using System.Text;

namespace Platform.Tools.Running;

/// <summary>A stream's whole text, as far as the budget goes.</summary>
internal sealed class CapturedText(OutputBudget budget)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    internal string Text => Encoding.UTF8.GetString(_bytes.WrittenSpan);

    internal async Task ReadAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            budget.Spend(read);
            if (!budget.IsExceeded)
                _bytes.Write(buffer.AsSpan(0, read));
        }
    }
}
