using System.Diagnostics.Metrics;

namespace Platform.Benchmarks;

/// <summary>Counts the messages that consumers of this process took, by MassTransit's own meter.</summary>
internal sealed class MessageCount : IDisposable
{
    private readonly MeterListener listener = new();
    private long value;

    public MessageCount()
    {
        listener.InstrumentPublished = (instrument, published) =>
        {
            if (instrument is { Meter.Name: "MassTransit", Name: "messaging.masstransit.receive" })
                published.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, measured, _, _) => Interlocked.Add(ref value, measured));
        listener.Start();
    }

    public long Value => Interlocked.Read(ref value);

    public void Dispose() => listener.Dispose();
}
